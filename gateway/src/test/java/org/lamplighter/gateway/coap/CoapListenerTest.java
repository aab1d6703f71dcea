// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lamplighter.gateway.identity.KnownDevices.tokenOf;

import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lamplighter.gateway.FakeFrameLog;
import org.lamplighter.gateway.ManualNanos;
import org.lamplighter.gateway.RecordingEvents;
import org.lamplighter.gateway.event.GatewayEvent;
import org.lamplighter.gateway.event.IngestFault;
import org.lamplighter.gateway.event.Input;
import org.lamplighter.gateway.identity.DeviceDirectory;
import org.lamplighter.gateway.identity.KnownDevices;
import org.lamplighter.gateway.intake.FrameIds;
import org.lamplighter.gateway.intake.InFlight;
import org.lamplighter.gateway.intake.Intake;
import org.lamplighter.gateway.transport.ListenAddress;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.Payload;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/** CoAP without DTLS over loopback, with Californium's client and with datagrams made by hand. */
@Timeout(60)
class CoapListenerTest {
    private static final String FRAMES = "v1/frames?token=" + tokenOf("cover-1");
    private static final CoapLimits LIMITS =
            new CoapLimits(100, 3, Duration.ofSeconds(10), 10, 100, 1);

    private final FakeFrameLog log = new FakeFrameLog();
    private final RecordingEvents events = new RecordingEvents();
    private final KnownDevices known = KnownDevices.of("cover-1", "cover-2");
    private final ManualNanos nanos = new ManualNanos();
    private final InFlight inFlight = new InFlight(new InFlight.Limits(100, 1 << 20));

    private CoapListener listener;
    private CoapDevice device;

    @BeforeEach
    void start() throws IOException {
        listener = listen(known.directory);
        device = CoapDevice.plain(listener.address().getPort());
    }

    @AfterEach
    void stop() {
        device.close();
        log.close();
        listener.close();
    }

    private CoapListener listen(DeviceDirectory devices) throws IOException {
        FrameIds ids = new FrameIds("gw1", InstantSource.system());
        Intake intake = new Intake("gw1", log, ids, inFlight, events);
        return CoapListener.plain(
                ListenAddress.loopback(0),
                new CoapServices(devices, intake, inFlight, LIMITS, nanos, events),
                Duration.ofSeconds(2));
    }

    @Test
    void answersOnlyWhenTheLogHasTheFrame() throws Exception {
        log.stop();
        Request request = device.begin(device.post(FRAMES, 42, bytes("x")));
        until(() -> log.waiting() == 1);
        assertThat(request.getResponse()).isNull();

        log.keepAll();

        Response response = request.waitForResponse(5_000);
        assertThat(response.getCode()).isEqualTo(ResponseCode.CHANGED);
        assertThat(response.getPayloadSize()).isZero();
        assertThat(log.kept()).hasSize(1);
        assertThat(events.appended()).isEqualTo(1);
    }

    @Test
    void keepsJsonCborAndOctetsAsTheyCame() throws Exception {
        List<byte[]> payloads =
                List.of(
                        bytes("{\"tilt\":5}"),
                        new byte[] {(byte) 0xA1, 0x61, 0x74, 0x05},
                        new byte[] {0, (byte) 0xFF, 10});
        List<Integer> formats =
                List.of(
                        MediaTypeRegistry.APPLICATION_JSON,
                        MediaTypeRegistry.APPLICATION_CBOR,
                        MediaTypeRegistry.APPLICATION_OCTET_STREAM);
        for (int i = 0; i < 3; i++) {
            String path = FRAMES + "&channel=port/" + i;
            Response response = device.send(device.post(path, formats.get(i), payloads.get(i)));
            assertThat(response.getCode()).isEqualTo(ResponseCode.CHANGED);
        }

        List<Frame> kept = log.kept();
        for (int i = 0; i < 3; i++) {
            assertThat(kept.get(i).payload().toByteArray()).isEqualTo(payloads.get(i));
            assertThat(kept.get(i).channel()).isEqualTo("port/" + i);
            assertThat(kept.get(i).source()).isEqualTo("/gw1/coap");
            assertThat(kept.get(i).device().value()).isEqualTo("cover-1");
        }
    }

    @Test
    void putsAFrameOf65536BytesTogetherAndRefusesOneByteMore() throws Exception {
        byte[] largest = new byte[Payload.MAX_LENGTH];
        Arrays.fill(largest, (byte) 7);
        assertThat(device.post(FRAMES, largest).getCode()).isEqualTo(ResponseCode.CHANGED);
        assertThat(log.kept()).hasSize(1);
        assertThat(log.kept().get(0).payload().toByteArray()).isEqualTo(largest);

        Response oversize = device.post(FRAMES, new byte[Payload.MAX_LENGTH + 1]);

        assertThat(oversize.getCode()).isEqualTo(ResponseCode.REQUEST_ENTITY_TOO_LARGE);
        assertThat(oversize.getOptions().getSize1()).isEqualTo(65_536);
        assertThat(oversize.getPayloadString())
                .isEqualTo("the frame is larger than 65,536 bytes; send less in one frame");
        assertThat(events.refusedFrames()).containsExactly(IngestFault.TOO_LARGE);
    }

    @Test
    void turnsStrangersAndDisabledDevicesAway() throws Exception {
        assertThat(device.post("v1/frames", bytes("x")).getCode())
                .isEqualTo(ResponseCode.UNAUTHORIZED);
        assertThat(device.post("v1/frames?token=wrong", bytes("x")).getCode())
                .isEqualTo(ResponseCode.UNAUTHORIZED);
        known.put("cover-1", true, tokenOf("cover-1"));
        Response disabled = device.post(FRAMES, bytes("x"));

        assertThat(disabled.getCode()).isEqualTo(ResponseCode.FORBIDDEN);
        assertThat(disabled.getPayloadString())
                .isEqualTo("the device is disabled; enable it in the registry to let it in again");
        assertThat(events.refusedConnections())
                .containsExactly(
                        IngestFault.NO_CREDENTIALS,
                        IngestFault.UNKNOWN_DEVICE,
                        IngestFault.DEVICE_DISABLED);
        assertThat(log.kept()).isEmpty();
    }

    @Test
    void answersWhatItDoesNotTake() throws Exception {
        String longChannel = FRAMES + "&channel=" + "c".repeat(240);
        assertThat(device.post(longChannel, bytes("x")).getCode())
                .as("the longest that a CoAP query option carries")
                .isEqualTo(ResponseCode.CHANGED);
        assertThat(device.post(FRAMES + "&channel=a%0Ab", bytes("x")).getCode())
                .isEqualTo(ResponseCode.BAD_REQUEST);
        assertThat(device.post("v1/other", bytes("x")).getCode()).isEqualTo(ResponseCode.NOT_FOUND);
        assertThat(device.post(".well-known/core", bytes("x")).getCode())
                .isEqualTo(ResponseCode.NOT_FOUND);
        Request get = Request.newGet();
        get.setURI("coap://127.0.0.1:" + listener.address().getPort() + "/v1/frames");
        assertThat(device.send(get).getCode()).isEqualTo(ResponseCode.METHOD_NOT_ALLOWED);
        Request conditional = device.post(FRAMES, 42, bytes("x"));
        conditional.getOptions().setIfNoneMatch(true);
        assertThat(device.send(conditional).getCode()).isEqualTo(ResponseCode.BAD_OPTION);
        Request proxied = device.post(FRAMES, 42, bytes("x"));
        proxied.getOptions().setProxyScheme("coap");
        assertThat(device.send(proxied).getCode()).isEqualTo(ResponseCode.PROXY_NOT_SUPPORTED);
    }

    @Test
    void callsNobodyAStrangerBeforeTheRegistryIsRead() throws Exception {
        DeviceDirectory unread = new DeviceDirectory();
        try (CoapListener early = listen(unread);
                CoapDevice asking = CoapDevice.plain(early.address().getPort())) {
            Response response = asking.post(FRAMES, bytes("x"));

            assertThat(response.getCode()).isEqualTo(ResponseCode.SERVICE_UNAVAILABLE);
            assertThat(response.getOptions().getMaxAge()).isEqualTo(10);
            assertThat(response.getPayloadString())
                    .isEqualTo("the gateway is still reading its registry; try again");
        }
    }

    @Test
    void tellsADeviceToComeAgainWhenTheLogIsAwayForTenSeconds() throws Exception {
        log.stop();
        Request request = device.begin(device.post(FRAMES, 42, bytes("x")));
        until(() -> log.waiting() == 1);
        nanos.advance(Duration.ofSeconds(10).minusNanos(1));
        assertThat(request.waitForResponse(600)).as("two looks at the deadlines").isNull();

        nanos.advance(Duration.ofNanos(1));

        Response response = request.waitForResponse(5_000);
        assertThat(response.getCode()).isEqualTo(ResponseCode.SERVICE_UNAVAILABLE);
        assertThat(response.getOptions().getMaxAge()).isEqualTo(10);
        assertThat(response.getPayloadString())
                .isEqualTo("the log cannot take frames at the moment; send it again");
        log.keepAll();
        assertThat(log.kept()).as("kept later than it was answered").hasSize(1);
    }

    @Test
    void tellsADeviceToComeAgainWhenTheLogFails() throws Exception {
        log.stop();
        Request request = device.begin(device.post(FRAMES, 42, bytes("x")));
        until(() -> log.waiting() == 1);

        log.failAll();

        Response response = request.waitForResponse(5_000);
        assertThat(response.getCode()).isEqualTo(ResponseCode.SERVICE_UNAVAILABLE);
        assertThat(events.refusedFrames()).containsExactly(IngestFault.LOG_UNAVAILABLE);
    }

    @Test
    void holdsSoManyFramesOfOneDeviceAndRefusesOneMore() throws Exception {
        log.stop();
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < LIMITS.framesPerDevice(); i++) {
            requests.add(device.begin(device.post(FRAMES, 42, bytes("x" + i))));
        }
        until(() -> log.waiting() == 3);

        assertThat(device.post(FRAMES, bytes("one more")).getCode())
                .isEqualTo(ResponseCode.SERVICE_UNAVAILABLE);
        device.begin(device.post("v1/frames?token=" + tokenOf("cover-2"), 42, bytes("other")));
        until(() -> log.waiting() == 4);

        log.keepAll();
        for (Request request : requests) {
            assertThat(request.waitForResponse(5_000).getCode()).isEqualTo(ResponseCode.CHANGED);
        }
        assertThat(events.refusedFrames()).containsExactly(IngestFault.GATEWAY_FULL);
    }

    @Test
    void takesAMessageThatComesAgainAsOneFrame() throws Exception {
        byte[] message = confirmable(0x1234, "x");
        try (DatagramSocket socket = new DatagramSocket()) {
            byte[] first = exchange(socket, message);
            byte[] again = exchange(socket, message);

            assertThat(first).as("ACK 2.04").startsWith(0x61, 0x44, 0x12, 0x34);
            assertThat(again).isEqualTo(first);
            assertThat(log.kept()).hasSize(1);

            log.stop();
            byte[] waiting = confirmable(0x1235, "y");
            send(socket, waiting);
            until(() -> log.waiting() == 1);
            send(socket, waiting);
            until(() -> events.all(GatewayEvent.FrameRepeated.class).size() == 2);
            log.keepAll();
            assertThat(receive(socket)).startsWith(0x61, 0x44, 0x12, 0x35);
        }
        assertThat(log.kept()).hasSize(2);
        assertThat(events.received()).isEqualTo(2);
    }

    @Test
    void keepsAnotherFrameUnderTheSameMessageId() throws Exception {
        try (DatagramSocket socket = new DatagramSocket()) {
            exchange(socket, confirmable(1, "x"));
            exchange(socket, confirmable(1, "y"));
        }
        try (DatagramSocket another = new DatagramSocket()) {
            exchange(another, confirmable(1, "x"));
        }

        assertThat(log.kept())
                .extracting(
                        frame -> new String(frame.payload().toByteArray(), StandardCharsets.UTF_8))
                .containsExactly("x", "y", "x");
    }

    @Test
    void survivesWhatIsNoCoap() throws Exception {
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int length = 0; length < 40; length++) {
                byte[] garbage = new byte[length];
                Arrays.fill(garbage, (byte) (0x37 * length));
                send(socket, garbage);
            }
        }

        assertThat(device.post(FRAMES, bytes("x")).getCode()).isEqualTo(ResponseCode.CHANGED);
    }

    @Test
    void waitsWhenItStopsForWhatIsUnderWay() throws Exception {
        log.stop();
        Request request = device.begin(device.post(FRAMES, 42, bytes("x")));
        until(() -> log.waiting() == 1);
        Thread closing = Thread.ofVirtual().start(listener::close);
        log.keepAll();

        assertThat(request.waitForResponse(5_000).getCode()).isEqualTo(ResponseCode.CHANGED);
        closing.join();
        assertThat(listener.isUp()).isFalse();
    }

    @Test
    void saysWhichPortIsInUse() {
        ListenAddress taken = ListenAddress.loopback(listener.address().getPort());
        Intake intake =
                new Intake(
                        "gw1", log, new FrameIds("gw1", InstantSource.system()), inFlight, events);
        CoapServices services =
                new CoapServices(known.directory, intake, inFlight, LIMITS, nanos, events);

        assertThatThrownBy(() -> CoapListener.plain(taken, services, Duration.ofSeconds(1)))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "cannot listen for coap on "
                                + taken
                                + " (UDP): the address is in use or not this machine's; stop what"
                                + " uses it or choose another port");
    }

    @Test
    void isCalledCoap() {
        assertThat(listener.input()).isEqualTo(Input.COAP);
        assertThat(listener.isUp()).isTrue();
    }

    /** A confirmable POST to the frames of cover-1, with a token of one byte. */
    private static byte[] confirmable(int messageId, String payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0x41, 0x02, (byte) (messageId >> 8), (byte) messageId, 0x55});
        out.writeBytes(new byte[] {(byte) 0xB2, 'v', '1', 0x06, 'f', 'r', 'a', 'm', 'e', 's'});
        byte[] query = bytes("token=" + tokenOf("cover-1"));
        assertThat(query.length).isBetween(13, 268);
        out.writeBytes(new byte[] {0x4D, (byte) (query.length - 13)});
        out.writeBytes(query);
        out.write(0xFF);
        out.writeBytes(bytes(payload));
        return out.toByteArray();
    }

    private byte[] exchange(DatagramSocket socket, byte[] message) throws IOException {
        send(socket, message);
        return receive(socket);
    }

    private void send(DatagramSocket socket, byte[] message) throws IOException {
        socket.send(new DatagramPacket(message, message.length, listener.address()));
    }

    private static byte[] receive(DatagramSocket socket) throws IOException {
        socket.setSoTimeout(5_000);
        DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
        socket.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
