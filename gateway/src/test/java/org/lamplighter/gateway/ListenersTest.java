// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lamplighter.gateway.identity.KnownDevices.tokenOf;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lamplighter.gateway.event.IngestFault;
import org.lamplighter.gateway.event.Input;
import org.lamplighter.gateway.http.HttpLimits;
import org.lamplighter.gateway.http.HttpPipeline;
import org.lamplighter.gateway.http.HttpServices;
import org.lamplighter.gateway.identity.KnownDevices;
import org.lamplighter.gateway.intake.FrameIds;
import org.lamplighter.gateway.intake.InFlight;
import org.lamplighter.gateway.intake.Intake;
import org.lamplighter.gateway.mqtt.MqttLimits;
import org.lamplighter.gateway.mqtt.MqttPipeline;
import org.lamplighter.gateway.mqtt.MqttServices;
import org.lamplighter.gateway.mqtt.Packets;
import org.lamplighter.gateway.mqtt.Sessions;
import org.lamplighter.gateway.transport.ConnectionCap;
import org.lamplighter.gateway.transport.ConnectionLimits;
import org.lamplighter.gateway.transport.ListenAddress;
import org.lamplighter.gateway.transport.Patrols;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

@Timeout(60)
class ListenersTest {
    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void waitUntilTheStopTimeoutForAConnectionThatDoesNotEnd() throws Exception {
        Duration timeout = GatewayConfig.defaults().stopTimeout();
        assertThat(timeout).isEqualTo(Duration.ofSeconds(5));
        // what the clock says at the start, one nanosecond before the end, and at the end
        Script clock = new Script(7, 7 + timeout.toNanos() - 1, 7 + timeout.toNanos());
        CountDownLatch connected = new CountDownLatch(1);
        Listeners listeners = new Listeners(loops, new Patrols(clock), timeout);
        listeners.listen(
                Input.MQTT,
                ListenAddress.loopback(0),
                cap(),
                pipeline ->
                        pipeline.addLast(
                                new ChannelInboundHandlerAdapter() {
                                    @Override
                                    public void channelActive(ChannelHandlerContext ctx) {
                                        connected.countDown();
                                    }
                                }));

        try (Socket client = new Socket()) {
            client.connect(listeners.address(Input.MQTT));
            assertThat(connected.await(30, TimeUnit.SECONDS)).isTrue();
            listeners.close();

            assertThat(clock.left()).as("waited at one, gave up at the other").isEmpty();
            assertThat(listeners.connections()).isEqualTo(1);
            assertThat(listeners.up()).isEmpty();
        }
    }

    @Test
    void closeUnacknowledgedWhatTheLogHasNotTakenByThen() throws Exception {
        FakeFrameLog log = new FakeFrameLog();
        RecordingEvents events = new RecordingEvents();
        InFlight inFlight = new InFlight(InFlight.Limits.DEFAULT);
        Intake intake = intake(log, inFlight, events);
        KnownDevices known = KnownDevices.of("cover-1");
        Patrols patrols = new Patrols(System::nanoTime);
        Listeners listeners = new Listeners(loops, patrols, Duration.ofMillis(100));
        MqttServices mqtt =
                new MqttServices(
                        known.directory,
                        known.topics,
                        intake,
                        inFlight,
                        new Sessions(),
                        patrols,
                        MqttLimits.DEFAULT,
                        events);
        HttpServices http =
                new HttpServices(known.directory, intake, patrols, HttpLimits.DEFAULT, events);
        listeners.listen(Input.MQTT, ListenAddress.loopback(0), cap(), new MqttPipeline(mqtt));
        listeners.listen(Input.HTTP, ListenAddress.loopback(0), cap(), new HttpPipeline(http));

        try (PlainClient client = PlainClient.connected(listeners.address(Input.MQTT), "cover-1");
                Socket poster = new Socket()) {
            client.send(Packets.publish3("v1/frames", 1, "kept"));
            assertThat(client.read()).containsExactly(0x40, 2, 0, 1);
            log.stop();
            client.send(Packets.publish3("v1/frames", 2, "waits"));
            poster.connect(listeners.address(Input.HTTP));
            poster.getOutputStream()
                    .write(
                            ("POST /v1/frames HTTP/1.1\r\nAuthorization: Bearer "
                                            + tokenOf("cover-1")
                                            + "\r\nContent-Length: 0\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            while (log.waiting() < 2) {
                Thread.onSpinWait();
            }

            listeners.close();
            stop();

            assertThat(client.read()).isEqualTo(PlainClient.END);
            assertThat(poster.getInputStream().readAllBytes()).isEmpty();
        }
        log.failAll();
        assertThat(events.refusedFrames())
                .as("counted, though nobody is left to hear it")
                .containsExactly(IngestFault.LOG_UNAVAILABLE, IngestFault.LOG_UNAVAILABLE);
        assertThat(inFlight.frames()).isZero();
    }

    private static Intake intake(FakeFrameLog log, InFlight inFlight, RecordingEvents events) {
        return new Intake(
                "gw1", log, new FrameIds("gw1", InstantSource.system()), inFlight, events);
    }

    private static ConnectionCap cap() {
        return new ConnectionCap(Input.MQTT, ConnectionLimits.DEFAULT, new RecordingEvents());
    }

    @Test
    void doNotWaitOnceEveryConnectionHasEnded() throws Exception {
        Script clock = new Script(7);
        Listeners listeners = new Listeners(loops, new Patrols(clock), Duration.ofSeconds(5));

        listeners.close();

        assertThat(clock.left()).isEmpty();
    }

    /** A clock whose every reading is given. */
    private static final class Script implements LongSupplier {
        private final Queue<Long> readings = new ArrayDeque<>();

        Script(long... readings) {
            for (long each : readings) {
                this.readings.add(each);
            }
        }

        @Override
        public long getAsLong() {
            return readings.remove();
        }

        Queue<Long> left() {
            return readings;
        }
    }
}
