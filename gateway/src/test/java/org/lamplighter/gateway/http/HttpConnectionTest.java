// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lamplighter.gateway.identity.KnownDevices.tokenOf;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lamplighter.gateway.DuplexEmbeddedChannel;
import org.lamplighter.gateway.FakeFrameLog;
import org.lamplighter.gateway.ManualNanos;
import org.lamplighter.gateway.RecordingEvents;
import org.lamplighter.gateway.event.CloseReason;
import org.lamplighter.gateway.event.IngestFault;
import org.lamplighter.gateway.identity.KnownDevices;
import org.lamplighter.gateway.intake.FrameIds;
import org.lamplighter.gateway.intake.InFlight;
import org.lamplighter.gateway.intake.Intake;
import org.lamplighter.gateway.transport.Listener;
import org.lamplighter.gateway.transport.Patrols;
import org.lamplighter.reading.Frame;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

class HttpConnectionTest {
    private final KnownDevices known = KnownDevices.of("cover-1");
    private final FakeFrameLog log = new FakeFrameLog();
    private final RecordingEvents events = new RecordingEvents();
    private final ManualNanos nanos = new ManualNanos();
    private final Patrols patrols = new Patrols(nanos);
    private final EmbeddedChannel channel = open(known);

    private EmbeddedChannel open(KnownDevices devices) {
        return open(devices, new InFlight(InFlight.Limits.DEFAULT), new EmbeddedChannel());
    }

    private EmbeddedChannel open(KnownDevices devices, InFlight inFlight, EmbeddedChannel it) {
        FrameIds ids = new FrameIds("gw1", InstantSource.system());
        Intake intake = new Intake("gw1", log, ids, inFlight, events);
        it.freezeTime();
        it.config().setWriteBufferWaterMark(Listener.WRITE_BUFFER);
        new HttpPipeline(
                        new HttpServices(
                                devices.directory, intake, patrols, HttpLimits.DEFAULT, events))
                .accept(it.pipeline());
        it.pipeline().fireChannelActive();
        return it;
    }

    @AfterEach
    void release() {
        log.close();
        channel.finishAndReleaseAll();
    }

    @Test
    void acceptsAFrameOnceTheLogHasIt() {
        log.stop();

        send(post("/v1/frames?channel=port%2F7", "{\"tilt\":3}"));
        assertThat(received()).isEmpty();
        log.keepAll();

        Frame frame = log.kept().get(0);
        assertThat(frame.device().value()).isEqualTo("cover-1");
        assertThat(frame.source()).isEqualTo("/gw1/http");
        assertThat(frame.channel()).isEqualTo("port/7");
        assertThat(received())
                .startsWith("HTTP/1.1 202 Accepted\r\n")
                .contains("content-type: application/json")
                .endsWith("{\"frame\":\"" + frame.id() + "\"}");
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void leavesTheChannelEmptyIfNoneIsNamed() {
        send(post("/v1/frames", "x"));

        assertThat(log.kept().get(0).channel()).isEmpty();
    }

    @Test
    void answersPipelinedRequestsInTheirOrder() {
        log.stop();

        send(post("/v1/frames", "a") + post("/v1/frames", "b"));
        assertThat(log.waiting()).as("one at a time").isEqualTo(1);
        assertThat(channel.config().isAutoRead()).as("and no more is read").isFalse();
        log.keepAll();
        String first = received();
        log.keepAll();
        String second = received();

        assertThat(first).startsWith("HTTP/1.1 202").contains(log.kept().get(0).id().toString());
        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(second).startsWith("HTTP/1.1 202").contains(log.kept().get(1).id().toString());
    }

    @Test
    void takesABodyInChunksAndInOneByteSegments() {
        String request =
                "POST /v1/frames HTTP/1.1\r\nHost: g\r\nAuthorization: bearer "
                        + tokenOf("cover-1")
                        + "\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n";

        for (int i = 0; i < request.length(); i++) {
            send(request.substring(i, i + 1));
        }

        assertThat(received()).startsWith("HTTP/1.1 202");
        assertThat(log.kept().get(0).payload().toHex()).isEqualTo("616263");
    }

    @Test
    void invitesABodyThatWaitsToBeAskedFor() {
        String head =
                post("/v1/frames", "x").replace("\r\n\r\nx", "\r\nExpect: 100-continue\r\n\r\n");

        send(head);
        assertThat(received()).startsWith("HTTP/1.1 100 Continue");
        send("x");

        assertThat(received()).startsWith("HTTP/1.1 202");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /v1/frames, secret-cover-1, 405, method-not-allowed, METHOD_NOT_ALLOWED",
        "POST, /v1/other,  secret-cover-1, 404, not-found, NOT_FOUND",
        "POST, /v1/frames, wrong,          401, unknown-device, UNKNOWN_DEVICE",
        "POST, /v1/frames?channel=%zz, secret-cover-1, 400, malformed, MALFORMED",
    })
    void refusesWithAProblem(
            String method, String path, String token, int status, String type, IngestFault fault) {
        send(post(path, "x").replace("POST", method).replace(tokenOf("cover-1"), token));

        assertThat(received())
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("content-type: application/problem+json")
                .contains("\"type\":\"urn:lamplighter:problem:" + type + "\"")
                .contains("\"status\":" + status);
        assertThat(channel.isOpen()).isFalse();
        assertThat(events.refusedConnections()).containsExactly(fault);
        assertThat(events.closed()).containsExactly(CloseReason.REFUSED);
    }

    @Test
    void asksForCredentials() {
        send("POST /v1/frames HTTP/1.1\r\nHost: g\r\nContent-Length: 0\r\n\r\n");

        assertThat(received())
                .startsWith("HTTP/1.1 401 Unauthorized")
                .contains("www-authenticate: Bearer")
                .endsWith(
                        "{\"type\":\"urn:lamplighter:problem:no-credentials\",\"title\":\"no"
                            + " credentials\",\"status\":401,\"detail\":\"no credentials; send the"
                            + " device id as user name and its token as password, or its token"
                            + " alone\"}");
    }

    @Test
    void forbidsADisabledDevice() {
        known.put("cover-1", true, tokenOf("cover-1"));

        send(post("/v1/frames", "x"));

        assertThat(received()).startsWith("HTTP/1.1 403 Forbidden");
    }

    @Test
    void saysTryLaterUntilTheFeedHasBeenRead() {
        EmbeddedChannel early = open(new KnownDevices());

        early.writeInbound(Unpooled.copiedBuffer(post("/v1/frames", "x"), StandardCharsets.UTF_8));

        assertThat(received(early))
                .startsWith("HTTP/1.1 503 Service Unavailable")
                .contains("retry-after: 10");
    }

    @Test
    void takesTheLargestBodyAndRefusesOneByteMore() {
        send(post("/v1/frames", "x".repeat(65_536)));
        assertThat(received()).startsWith("HTTP/1.1 202");

        send(post("/v1/frames", "x".repeat(65_537)));

        assertThat(received()).startsWith("HTTP/1.1 413 ");
        assertThat(events.refusedConnections()).containsExactly(IngestFault.TOO_LARGE);
    }

    @Test
    void refusesAChunkedBodyThatGrowsTooLarge() {
        send(
                "POST /v1/frames HTTP/1.1\r\nHost: g\r\nAuthorization: Bearer "
                        + tokenOf("cover-1")
                        + "\r\nTransfer-Encoding: chunked\r\n\r\n10000\r\n"
                        + "x".repeat(65_536)
                        + "\r\n1\r\ny\r\n0\r\n\r\n");

        assertThat(received()).startsWith("HTTP/1.1 413 ");
        assertThat(events.refusedFrames()).containsExactly(IngestFault.TOO_LARGE);
        assertThat(events.received()).isEqualTo(1);
        assertThat(log.kept()).isEmpty();
    }

    @Test
    void takesAChunkedBodyOfTheLargestSize() {
        send(
                "POST /v1/frames HTTP/1.1\r\nHost: g\r\nAuthorization: Bearer "
                        + tokenOf("cover-1")
                        + "\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n"
                        + "x".repeat(65_535)
                        + "\r\n1\r\ny\r\n0\r\n\r\n");

        assertThat(received()).startsWith("HTTP/1.1 202 ");
        assertThat(log.kept().get(0).payload().length()).isEqualTo(65_536);
    }

    @Test
    void takesAChannelOf256CharactersAndNoLonger() {
        send(post("/v1/frames?channel=" + "c".repeat(256), "x"));
        assertThat(received()).startsWith("HTTP/1.1 202 ");

        send(post("/v1/frames?channel=" + "c".repeat(257), "x"));

        assertThat(received()).startsWith("HTTP/1.1 400 ").contains("channel-invalid");
        assertThat(events.refusedFrames()).containsExactly(IngestFault.CHANNEL_INVALID);
    }

    @Test
    void takesARequestLineOf2KiBAndNoLonger() {
        int rest = 2 * 1024 - "POST /v1/frames? HTTP/1.1".length();

        send(post("/v1/frames?" + "q".repeat(rest), "x"));
        assertThat(received()).startsWith("HTTP/1.1 202 ");
        send(post("/v1/frames?" + "q".repeat(rest + 1), "x"));

        assertThat(received()).startsWith("HTTP/1.1 431 ");
        assertThat(events.refusedConnections()).containsExactly(IngestFault.HEADERS_TOO_LARGE);
    }

    @Test
    void takesHeadersOf8KiBAndNoMore() {
        String request = post("/v1/frames", "x");
        int first = request.indexOf("\r\n") + 2;
        int head = request.indexOf("\r\n\r\n") - first;
        int lines = 3;
        int rest = 8 * 1024 - (head - 2 * (lines - 1)) - "F: ".length();

        send(request.replace("Host:", "F: " + "f".repeat(rest) + "\r\nHost:"));
        assertThat(received()).startsWith("HTTP/1.1 202 ");
        send(request.replace("Host:", "F: " + "f".repeat(rest + 1) + "\r\nHost:"));

        assertThat(received()).startsWith("HTTP/1.1 431 ");
        assertThat(events.refusedConnections()).containsExactly(IngestFault.HEADERS_TOO_LARGE);
    }

    @Test
    void tellsTheClientToComeAgainAtTwiceWhatMayBeInFlight() {
        InFlight shared = new InFlight(new InFlight.Limits(1, 1 << 20));
        EmbeddedChannel first = open(known, shared, new EmbeddedChannel());
        EmbeddedChannel second = open(known, shared, new EmbeddedChannel());
        EmbeddedChannel third = open(known, shared, new EmbeddedChannel());
        log.stop();

        write(first, post("/v1/frames", "x"));
        write(second, post("/v1/frames", "x"));
        assertThat(log.waiting()).as("twice the limit").isEqualTo(2);
        write(third, post("/v1/frames", "x"));

        assertThat(received(third))
                .startsWith("HTTP/1.1 503 ")
                .contains("retry-after: 10")
                .contains("urn:lamplighter:problem:gateway-full");
        assertThat(log.waiting()).isEqualTo(2);
        assertThat(events.refusedFrames()).containsExactly(IngestFault.GATEWAY_FULL);
    }

    @Test
    void takesNoRequestWhileMoreThan32KiBOfAnswersAreUnread() {
        leaveUnread(32 * 1024);
        assertThat(channel.config().isAutoRead()).as("at the limit").isTrue();
        send(post("/v1/frames", "a"));
        assertThat(log.kept()).hasSize(1);
        received();

        leaveUnread(32 * 1024 + 1);
        assertThat(channel.config().isAutoRead()).as("one byte above").isFalse();
        send(post("/v1/frames", "b") + post("/v1/frames", "c"));
        assertThat(log.kept()).as("what one read still brought waits").hasSize(1);
        channel.flush();
        channel.runPendingTasks();

        assertThat(log.kept()).as("once they are read").hasSize(3);
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void closesAClientThatDoesNotReadItsAnswersForTenSeconds() {
        send(post("/v1/frames", "x"));
        received();
        leaveUnread(32 * 1024 + 1);

        pass(Duration.ofSeconds(10));
        assertThat(channel.isOpen()).isTrue();
        pass(Duration.ofNanos(1));

        assertThat(channel.isOpen()).isFalse();
        assertThat(events.closed()).containsExactly(CloseReason.NOT_READING);
    }

    /** Writes so much that the client has not read, as Netty counts it: 96 bytes a write more. */
    private void leaveUnread(int bytes) {
        ByteBuf answers = Unpooled.wrappedBuffer(new byte[bytes - 96]);
        var unused = channel.pipeline().firstContext().write(answers);
        channel.runPendingTasks();
        assertThat(channel.unsafe().outboundBuffer().totalPendingWriteBytes()).isEqualTo(bytes);
    }

    @Test
    void givesARefusedClient700MillisecondsToHearWhy() {
        DuplexEmbeddedChannel it = new DuplexEmbeddedChannel();
        open(known, new InFlight(InFlight.Limits.DEFAULT), it);

        write(it, post("/v1/other", "x"));
        assertThat(received(it)).startsWith("HTTP/1.1 404 ");
        assertThat(it.isOutputShutdown()).isTrue();
        pass(it, Duration.ofMillis(700));
        assertThat(it.isOpen()).isTrue();
        pass(it, Duration.ofNanos(1));

        assertThat(it.isOpen()).isFalse();
    }

    @Test
    void refusesWhatIsNoHttp() {
        send("nonsense\r\n\r\n");

        assertThat(received()).startsWith("HTTP/1.1 400 ");
        assertThat(events.refusedConnections()).containsExactly(IngestFault.MALFORMED);
    }

    @Test
    void tellsTheClientToComeAgainWhenTheLogIsStopped() {
        log.stop();
        send(post("/v1/frames", "x"));

        pass(Duration.ofSeconds(10));
        assertThat(received()).isEmpty();
        pass(Duration.ofMillis(1));

        assertThat(received())
                .startsWith("HTTP/1.1 503 ")
                .contains("retry-after: 10")
                .contains("urn:lamplighter:problem:log-unavailable");
        assertThat(events.closed()).containsExactly(CloseReason.UNACKNOWLEDGED);
        log.keepAll();
        channel.runPendingTasks();
        assertThat(received()).isEmpty();
    }

    @Test
    void doesNotWaitForEverForARequest() {
        send("POST /v1/frames HTTP/1.1\r\n");

        pass(Duration.ofSeconds(10));
        assertThat(channel.isOpen()).isTrue();
        pass(Duration.ofNanos(1));

        assertThat(channel.isOpen()).isFalse();
        assertThat(events.closed()).containsExactly(CloseReason.TOO_SLOW);
    }

    @Test
    void doesNotWaitForEverForABody() {
        String request = post("/v1/frames", "xy");
        send(request.substring(0, request.length() - 1));

        pass(Duration.ofSeconds(10));
        assertThat(received()).isEmpty();
        pass(Duration.ofNanos(1));

        assertThat(received()).startsWith("HTTP/1.1 408 ");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void closesAConnectionThatIsNotUsedAnyMore() {
        send(post("/v1/frames", "x"));
        received();

        pass(Duration.ofSeconds(60));
        assertThat(channel.isOpen()).isTrue();
        pass(Duration.ofMillis(1));

        assertThat(channel.isOpen()).isFalse();
        assertThat(events.closed()).containsExactly(CloseReason.CLIENT_LEFT);
    }

    private static String post(String path, String body) {
        return "POST "
                + path
                + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer "
                + tokenOf("cover-1")
                + "\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }

    private void send(String text) {
        write(channel, text);
    }

    private static void write(EmbeddedChannel channel, String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
        channel.runPendingTasks();
    }

    private void pass(Duration time) {
        pass(channel, time);
    }

    private void pass(EmbeddedChannel channel, Duration time) {
        nanos.advance(time);
        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    private String received() {
        return received(channel);
    }

    private static String received(EmbeddedChannel channel) {
        channel.runPendingTasks();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (@Nullable ByteBuf each = channel.readOutbound();
                each != null;
                each = channel.readOutbound()) {
            bytes.writeBytes(ByteBufUtil.getBytes(each));
            each.release();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
