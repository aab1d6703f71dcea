// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lamplighter.gateway.FakeFrameLog;
import org.lamplighter.gateway.RecordingEvents;
import org.lamplighter.gateway.identity.KnownDevices;
import org.lamplighter.gateway.intake.FrameIds;
import org.lamplighter.gateway.intake.InFlight;
import org.lamplighter.gateway.intake.Intake;
import org.lamplighter.profile.TopicPattern;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What a bridge asks of its broker when it connects, as the broker reads it. */
@Timeout(60)
class BridgeConnectionTest {
    @Test
    void asksForASessionOfSevenDaysAndForNoMoreThanItCanHold() throws Exception {
        try (ServerSocket broker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> connect =
                    CompletableFuture.supplyAsync(() -> firstPacket(broker));
            try (Bridge bridge = Bridge.start(config(broker.getLocalPort()), services())) {
                String packet = connect.join();

                assertThat(bridge.isUp()).isFalse();
                // MQTT 5 section 3.1: the flags have no Clean Start, keep alive is 30 s
                assertThat(packet).startsWith("00044d51545405" + "00" + "001e");
                assertThat(packet)
                        .as("Session Expiry Interval, 604,800 s")
                        .contains("1100093a80")
                        .as("Receive Maximum, 256")
                        .contains("210100")
                        .as("Maximum Packet Size, 1 MiB")
                        .contains("2700100000")
                        .endsWith(HexFormat.of().formatHex("lamplighter-gw1-city".getBytes(UTF_8)));
            }
        }
        assertThat(BridgeConfig.SESSION_EXPIRY.toDays()).isEqualTo(7);
    }

    @Test
    void hasAuthoritiesOfItsOwnOnlyWithTls() {
        assertThatThrownBy(() -> config(1).withCaFile(Path.of("ca.pem")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "bridge \"city\" has a ca-file but connects by tcp://, without TLS; make"
                                + " its url ssl://host:port or leave the ca-file out");
    }

    /** The variable header and payload of the first packet, in hexadecimal. */
    private static String firstPacket(ServerSocket broker) {
        try (Socket socket = broker.accept();
                DataInputStream in = new DataInputStream(socket.getInputStream())) {
            assertThat(in.readUnsignedByte()).as("CONNECT").isEqualTo(0x10);
            byte[] packet = new byte[in.readUnsignedByte()];
            in.readFully(packet);
            return HexFormat.of().formatHex(packet);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BridgeServices services() {
        RecordingEvents events = new RecordingEvents();
        return new BridgeServices(
                "gw1",
                KnownDevices.of().directory,
                new Intake(
                        "gw1",
                        new FakeFrameLog(),
                        new FrameIds("gw1", InstantSource.system()),
                        new InFlight(InFlight.Limits.DEFAULT),
                        events),
                events);
    }

    private static BridgeConfig config(int port) {
        return new BridgeConfig(
                "city",
                URI.create("tcp://127.0.0.1:" + port),
                "",
                Optional.empty(),
                "lamplighter",
                new TopicPattern("city/{device}/up"));
    }
}
