// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lamplighter.gateway.bridge.BridgeWorld.until;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lamplighter.gateway.event.GatewayEvent;
import org.lamplighter.profile.TopicPattern;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
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
            try (Bridge bridge =
                    Bridge.start(config(broker.getLocalPort()), new BridgeWorld().services())) {
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
    void saysThatAnotherClientTookTheSessionOverAndThatItHasLostAnEarlierOne() throws Exception {
        BridgeWorld world = new BridgeWorld();
        try (ServerSocket broker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Bridge bridge = Bridge.start(config(broker.getLocalPort()), world.services())) {
            takeOver(broker);
            takeOver(broker);
            until(
                    "it says so each time",
                    () -> world.events.all(GatewayEvent.BridgeDown.class).size() == 2);

            GatewayEvent.BridgeDown down =
                    new GatewayEvent.BridgeDown(
                            bridge.input(),
                            "another client took over the session of lamplighter-gw1-city; if it"
                                    + " is a gateway, give each gateway a name of its own");
            assertThat(world.events.all(GatewayEvent.BridgeDown.class)).containsExactly(down, down);
            assertThat(world.events.all(GatewayEvent.BridgeSessionLost.class))
                    .as("the second connect met no session")
                    .containsExactly(new GatewayEvent.BridgeSessionLost(bridge.input()));
        }
    }

    /** A broker that has no session, takes the subscription, and ends the connection by 0x8e. */
    private static void takeOver(ServerSocket broker) throws IOException {
        try (Socket socket = broker.accept();
                DataInputStream in = new DataInputStream(socket.getInputStream())) {
            readPacket(in, 0x10);
            socket.getOutputStream().write(HexFormat.of().parseHex("2003000000"));
            byte[] subscribe = readPacket(in, 0x82);
            byte[] granted = HexFormat.of().parseHex("9004" + "0000" + "00" + "01");
            System.arraycopy(subscribe, 0, granted, 2, 2);
            socket.getOutputStream().write(granted);
            socket.getOutputStream().write(HexFormat.of().parseHex("e0018e"));
            assertThat(in.read()).as("the bridge closes").isEqualTo(-1);
        }
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
            return HexFormat.of().formatHex(readPacket(in, 0x10));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] readPacket(DataInputStream in, int firstByte) throws IOException {
        assertThat(in.readUnsignedByte()).isEqualTo(firstByte);
        byte[] packet = new byte[in.readUnsignedByte()];
        in.readFully(packet);
        return packet;
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
