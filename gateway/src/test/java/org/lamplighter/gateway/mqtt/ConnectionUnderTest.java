// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lamplighter.gateway.identity.KnownDevices.tokenOf;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;

import org.jspecify.annotations.Nullable;
import org.lamplighter.gateway.FakeFrameLog;
import org.lamplighter.gateway.ManualNanos;
import org.lamplighter.gateway.RecordingEvents;
import org.lamplighter.gateway.identity.KnownDevices;
import org.lamplighter.gateway.intake.FrameIds;
import org.lamplighter.gateway.intake.InFlight;
import org.lamplighter.gateway.intake.Intake;
import org.lamplighter.gateway.transport.Listener;
import org.lamplighter.gateway.transport.Patrols;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** An MQTT pipeline without a socket, on a log that is told what to do. */
final class ConnectionUnderTest {
    /** What several connections share. */
    static final class World implements AutoCloseable {
        final KnownDevices known;
        final FakeFrameLog log = new FakeFrameLog();
        final RecordingEvents events = new RecordingEvents();
        final ManualNanos nanos = new ManualNanos();
        final InFlight inFlight;
        final MqttServices services;
        private final List<ConnectionUnderTest> opened = new ArrayList<>();

        World() {
            this(MqttLimits.DEFAULT, InFlight.Limits.DEFAULT);
        }

        World(MqttLimits limits, InFlight.Limits inFlightLimits) {
            this(KnownDevices.of("cover-1", "cover-2"), limits, inFlightLimits);
        }

        World(KnownDevices known, MqttLimits limits, InFlight.Limits inFlightLimits) {
            this.known = known;
            inFlight = new InFlight(inFlightLimits);
            FrameIds ids = new FrameIds("gw1", InstantSource.system());
            services =
                    new MqttServices(
                            known.directory,
                            known.topics,
                            new Intake("gw1", log, ids, inFlight, events),
                            inFlight,
                            new Sessions(),
                            new Patrols(nanos),
                            limits,
                            events);
        }

        ConnectionUnderTest open() {
            return open(new EmbeddedChannel());
        }

        ConnectionUnderTest open(EmbeddedChannel channel) {
            ConnectionUnderTest connection = new ConnectionUnderTest(this, channel);
            opened.add(connection);
            return connection;
        }

        /** Ends all connections and looks for buffers that nobody released. */
        @Override
        public void close() {
            log.close();
            for (ConnectionUnderTest each : opened) {
                each.received();
                each.channel.finishAndReleaseAll();
                assertThat(each.sent).allSatisfy(it -> assertThat(it.refCnt()).isZero());
            }
            assertThat(inFlight.frames()).isZero();
            assertThat(inFlight.bytes()).isZero();
        }
    }

    final World world;
    final EmbeddedChannel channel;
    private final List<ByteBuf> sent = new ArrayList<>();

    private ConnectionUnderTest(World world, EmbeddedChannel channel) {
        this.world = world;
        this.channel = channel;
        channel.freezeTime();
        channel.config().setWriteBufferWaterMark(Listener.WRITE_BUFFER);
        new MqttPipeline(world.services).accept(channel.pipeline());
        // the handlers were added to a channel that is active already
        channel.pipeline().fireChannelActive();
    }

    static ConnectionUnderTest connected3(World world) {
        ConnectionUnderTest it = world.open();
        it.send(Packets.connect3("c", "cover-1", tokenOf("cover-1")));
        it.received();
        return it;
    }

    static ConnectionUnderTest connected5(World world) {
        ConnectionUnderTest it = world.open();
        it.send(Packets.connect5("c", "cover-1", tokenOf("cover-1")));
        it.received();
        return it;
    }

    ConnectionUnderTest send(byte[]... packets) {
        ByteBuf bytes = Unpooled.copiedBuffer(packets);
        sent.add(bytes);
        channel.writeInbound(bytes);
        channel.runPendingTasks();
        return this;
    }

    /** Everything written since the last call. */
    byte[] received() {
        channel.runPendingTasks();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (@Nullable ByteBuf each = channel.readOutbound();
                each != null;
                each = channel.readOutbound()) {
            bytes.writeBytes(ByteBufUtil.getBytes(each));
            each.release();
        }
        return bytes.toByteArray();
    }

    String receivedHex() {
        return HexFormat.ofDelimiter(" ").formatHex(received());
    }

    /** Lets time pass and the patrol look. */
    ConnectionUnderTest pass(Duration time) {
        world.nanos.advance(time);
        channel.advanceTimeBy(1, java.util.concurrent.TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
        return this;
    }

    boolean isOpen() {
        channel.runPendingTasks();
        return channel.isOpen();
    }
}
