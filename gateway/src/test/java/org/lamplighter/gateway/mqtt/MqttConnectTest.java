// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lamplighter.gateway.identity.KnownDevices.tokenOf;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lamplighter.gateway.event.CloseReason;
import org.lamplighter.gateway.event.GatewayEvent;
import org.lamplighter.gateway.event.IngestFault;
import org.lamplighter.gateway.identity.KnownDevices;
import org.lamplighter.gateway.intake.InFlight;

import java.time.Duration;

class MqttConnectTest {
    private final ConnectionUnderTest.World world = new ConnectionUnderTest.World();

    @AfterEach
    void nothingLeaks() {
        world.close();
    }

    private final ConnectionUnderTest it = world.open();

    @Test
    void admitsADeviceByIdAndToken() {
        it.send(Packets.connect3("any", "cover-1", tokenOf("cover-1")));

        assertThat(it.receivedHex()).isEqualTo("20 02 00 00");
        assertThat(it.isOpen()).isTrue();
    }

    @Test
    void admitsADeviceByItsTokenAlone() {
        it.send(Packets.connect3("any", tokenOf("cover-2"), ""));
        it.send(Packets.publish3("v1/frames", 1, "{}"));

        assertThat(it.receivedHex()).isEqualTo("20 02 00 00 40 02 00 01");
        assertThat(world.log.kept().get(0).device().value()).isEqualTo("cover-2");
    }

    @Test
    void takesOldMqtt31AsItsSuccessor() {
        byte[] connect = {
            0x10,
            0x28,
            0,
            6,
            'M',
            'Q',
            'I',
            's',
            'd',
            'p',
            3,
            (byte) 0xC2,
            0,
            60,
            0,
            1,
            'c',
            0,
            7,
            'c',
            'o',
            'v',
            'e',
            'r',
            '-',
            '1',
            0,
            14,
            's',
            'e',
            'c',
            'r',
            'e',
            't',
            '-',
            'c',
            'o',
            'v',
            'e',
            'r',
            '-',
            '1'
        };

        it.send(connect);

        assertThat(it.receivedHex()).isEqualTo("20 02 00 00");
    }

    @Test
    void announcesToMqtt5WhatItDoesNotDo() {
        it.send(Packets.connect5("", "cover-1", tokenOf("cover-1")));

        assertThat(it.receivedHex())
                .as("success")
                .matches("20 .. 00 00 .*")
                .as("receive maximum 1,000")
                .contains("21 03 e8")
                .as("maximum QoS 1, retain unavailable")
                .contains("24 01", "25 00")
                .as("maximum packet size 73,732: four bytes of fixed header and 72 KiB")
                .contains("27 00 01 20 04")
                .as("topic alias maximum 16")
                .contains("22 00 10")
                .as("no wildcard, subscription id or shared subscriptions")
                .contains("28 00", "29 00", "2a 00")
                .as("an assigned client id of 36 characters")
                .contains("12 00 24");
    }

    @Test
    void ordersAShorterKeepAliveThanAskedFor() {
        it.send(Packets.connect(5, "c", "cover-1", tokenOf("cover-1"), 0, new byte[0]));

        assertThat(it.receivedHex()).as("1,200 s").contains("13 04 b0");
    }

    @ParameterizedTest
    @CsvSource({"1, false", "1200, false", "1201, true", "65535, true", "0, true"})
    void keepsAKeepAliveOfUpTo1200SecondsAndAnnouncesThatOtherwise(int asked, boolean announced) {
        it.send(Packets.connect(5, "c", "cover-1", tokenOf("cover-1"), asked, new byte[0]));

        assertThat(it.receivedHex().contains("13 04 b0")).as("1,200 s").isEqualTo(announced);
    }

    @Test
    void endsASilentClientAfterOneAndAHalfOfTheLongestKeepAlive() {
        it.send(Packets.connect(4, "c", "cover-1", tokenOf("cover-1"), 0, new byte[0]));

        it.pass(Duration.ofMinutes(30));
        assertThat(it.isOpen()).isTrue();
        it.pass(Duration.ofNanos(1));

        assertThat(it.isOpen()).isFalse();
        assertThat(world.events.closed()).containsExactly(CloseReason.KEEP_ALIVE);
    }

    @Test
    void takesTwentyUserPropertiesOfAConnectAndNoMore() {
        byte[][] twenty = new byte[20][];
        java.util.Arrays.fill(twenty, Packets.userProperty("a", "b"));
        byte[] most = Packets.join(twenty);
        byte[] more = Packets.join(most, Packets.userProperty("a", "b"));

        it.send(Packets.connect(5, "c", "cover-1", tokenOf("cover-1"), 60, most));
        ConnectionUnderTest above =
                world.open().send(Packets.connect(5, "d", "cover-1", tokenOf("cover-1"), 60, more));

        assertThat(it.receivedHex().substring(9, 11)).isEqualTo("00");
        assertThat(above.receivedHex().substring(9, 11)).isEqualTo("97");
        assertThat(world.events.refusedConnections())
                .containsExactly(IngestFault.TOO_MANY_PROPERTIES);
    }

    @ParameterizedTest
    @CsvSource({
        "cover-1, wrong,        WRONG_TOKEN,    04, 86",
        "nobody,  secret-cover, UNKNOWN_DEVICE, 04, 86",
        "b d,     secret-cover, UNKNOWN_DEVICE, 04, 86",
        "no-such, '',           UNKNOWN_DEVICE, 04, 86",
        "'',      '',           NO_CREDENTIALS, 04, 86",
        "cover-2, secret-cover-1, WRONG_TOKEN,  04, 86",
    })
    void refusesStrangers(
            String user, String password, IngestFault fault, String code3, String code5) {
        it.send(Packets.connect3("c", user, password));
        ConnectionUnderTest five = world.open().send(Packets.connect5("c", user, password));

        assertThat(it.receivedHex()).isEqualTo("20 02 00 " + code3);
        assertThat(five.receivedHex().substring(9, 11)).isEqualTo(code5);
        assertThat(it.isOpen()).isFalse();
        assertThat(five.isOpen()).isFalse();
        assertThat(world.events.refusedConnections()).containsExactly(fault, fault);
        assertThat(world.events.closed()).containsExactly(CloseReason.REFUSED, CloseReason.REFUSED);
    }

    @Test
    void refusesADisabledDevice() {
        world.known.put("cover-1", true, tokenOf("cover-1"));

        it.send(Packets.connect3("c", "cover-1", tokenOf("cover-1")));
        ConnectionUnderTest five =
                world.open().send(Packets.connect5("c", "cover-1", tokenOf("cover-1")));

        assertThat(it.receivedHex()).isEqualTo("20 02 00 05");
        assertThat(five.receivedHex().substring(9, 11)).isEqualTo("87");
        assertThat(world.events.refusedConnections()).contains(IngestFault.DEVICE_DISABLED);
    }

    @ParameterizedTest
    @CsvSource({"4, 03", "5, 88"})
    void saysTryLaterUntilTheFeedHasBeenRead(int version, String code) {
        ConnectionUnderTest.World early =
                new ConnectionUnderTest.World(
                        new KnownDevices(), MqttLimits.DEFAULT, InFlight.Limits.DEFAULT);
        early.known.put("cover-1", false, tokenOf("cover-1"));
        ConnectionUnderTest client = early.open();

        client.send(Packets.connect(version, "c", "cover-1", tokenOf("cover-1"), 60, new byte[0]));

        assertThat(client.receivedHex().substring(9, 11)).isEqualTo(code);
        assertThat(client.isOpen()).isFalse();
        assertThat(early.events.refusedConnections())
                .containsExactly(IngestFault.REGISTRY_NOT_READY);
    }

    @Test
    void refusesAnEmptyClientIdThatWantsASession() {
        byte[] connect = Packets.connect3("", "cover-1", tokenOf("cover-1"));
        connect[9] &= (byte) ~0x02;

        it.send(connect);

        assertThat(it.receivedHex()).isEqualTo("20 02 00 02");
        assertThat(world.events.refusedConnections())
                .containsExactly(IngestFault.CLIENT_ID_REFUSED);
    }

    @Test
    void takesAClientIdOf128BytesAndNoLonger() {
        it.send(Packets.connect3("c".repeat(128), "cover-1", tokenOf("cover-1")));
        String longer = "ö".repeat(64) + "c";
        ConnectionUnderTest three =
                world.open().send(Packets.connect3(longer, "cover-1", tokenOf("cover-1")));
        ConnectionUnderTest five =
                world.open().send(Packets.connect5(longer, "cover-1", tokenOf("cover-1")));

        assertThat(it.receivedHex()).isEqualTo("20 02 00 00");
        assertThat(three.receivedHex()).isEqualTo("20 02 00 02");
        assertThat(five.receivedHex().substring(9, 11)).isEqualTo("85");
        assertThat(world.events.refusedConnections())
                .containsExactly(IngestFault.CLIENT_ID_REFUSED, IngestFault.CLIENT_ID_REFUSED);
    }

    @Test
    void refusesAnUnknownProtocolVersion() {
        it.send(Packets.connect(6, "c", "cover-1", tokenOf("cover-1"), 60, new byte[0]));

        assertThat(it.receivedHex()).isEqualTo("20 02 00 01");
        assertThat(world.events.refusedConnections()).containsExactly(IngestFault.PROTOCOL_VERSION);
    }

    @Test
    void refusesEnhancedAuthentication() {
        byte[] method = {0x15, 0, 1, 'x'};

        it.send(Packets.connect(5, "c", "cover-1", tokenOf("cover-1"), 60, method));

        assertThat(it.receivedHex().substring(9, 11)).isEqualTo("8c");
        assertThat(world.events.refusedConnections())
                .containsExactly(IngestFault.AUTHENTICATION_METHOD);
    }

    @Test
    void acceptsAWillAndIgnoresIt() {
        it.send(Packets.connectWithWill(4, 2, true, "cover-1", tokenOf("cover-1")));

        assertThat(it.receivedHex()).isEqualTo("20 02 00 00");
        assertThat(world.events.all(GatewayEvent.WillIgnored.class)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"2, false, 9b", "1, true, 9a"})
    void refusesAWillThatMqtt5SaysItMustRefuse(int qos, boolean retain, String code) {
        it.send(Packets.connectWithWill(5, qos, retain, "cover-1", tokenOf("cover-1")));

        assertThat(it.receivedHex().substring(9, 11)).isEqualTo(code);
    }

    @Test
    void closesWhatDoesNotBeginWithAConnect() {
        it.send(Packets.publish3("v1/frames", 1, "{}"));

        assertThat(it.received()).isEmpty();
        assertThat(it.isOpen()).isFalse();
        assertThat(world.events.refusedConnections()).containsExactly(IngestFault.PROTOCOL_ERROR);
    }

    @Test
    void closesOnTheFirstByteOfAnHttpRequest() {
        it.send(new byte[] {'G'});

        assertThat(it.isOpen()).isFalse();
    }

    @Test
    void takesAConnectOf8KiBAndNoMore() {
        int overhead = Packets.connect3("", "cover-1", "").length - 2;
        String atLimit = "p".repeat(8 * 1024 - overhead - 2);

        byte[] largest = Packets.connect3("", "cover-1", atLimit);
        assertThat(largest).as("with a fixed header of three bytes").hasSize(3 + 8 * 1024);

        it.send(largest);
        ConnectionUnderTest above = world.open();
        above.send(java.util.Arrays.copyOf(Packets.connect3("", "cover-1", atLimit + "p"), 5));

        assertThat(it.receivedHex()).as("judged as any password").isEqualTo("20 02 00 04");
        assertThat(above.received()).isEmpty();
        assertThat(above.isOpen()).as("after its fixed header").isFalse();
        assertThat(world.events.refusedConnections())
                .containsExactly(IngestFault.WRONG_TOKEN, IngestFault.TOO_LARGE);
    }

    @Test
    void closesAMalformedConnect() {
        byte[] connect = Packets.connect3("c", "cover-1", "x");
        connect[9] |= 1;

        it.send(connect);

        assertThat(it.isOpen()).isFalse();
        assertThat(world.events.refusedConnections()).containsExactly(IngestFault.MALFORMED);
    }

    @Test
    void closesAnEndlessLength() {
        it.send(new byte[] {0x10, -1, -1, -1, -1});

        assertThat(it.isOpen()).isFalse();
        assertThat(world.events.refusedConnections()).containsExactly(IngestFault.MALFORMED);
    }

    @Test
    void waitsTenSecondsForAConnect() {
        it.send(new byte[] {0x10});

        it.pass(Duration.ofSeconds(10));
        assertThat(it.isOpen()).isTrue();
        it.pass(Duration.ofMillis(1));

        assertThat(it.isOpen()).isFalse();
        assertThat(world.events.closed()).containsExactly(CloseReason.TOO_SLOW);
    }

    @Nested
    class TakeOver {
        @Test
        void displacesTheSameClientOfTheSameDevice() {
            ConnectionUnderTest old = ConnectionUnderTest.connected5(world);

            ConnectionUnderTest next = world.open();
            next.send(Packets.connect5("c", "cover-1", tokenOf("cover-1")));

            assertThat(old.receivedHex()).startsWith("e0").contains(" 8e ");
            assertThat(old.isOpen()).isFalse();
            assertThat(next.isOpen()).isTrue();
            assertThat(world.events.closed()).containsExactly(CloseReason.TAKEN_OVER);
        }

        @Test
        void neverDisplacesAnotherDevice() {
            ConnectionUnderTest old = ConnectionUnderTest.connected5(world);

            world.open().send(Packets.connect5("c", "cover-2", tokenOf("cover-2")));

            assertThat(old.received()).isEmpty();
            assertThat(old.isOpen()).isTrue();
        }

        @Test
        void ofALeftConnectionDoesNotForgetTheNewOne() {
            ConnectionUnderTest old = ConnectionUnderTest.connected5(world);
            ConnectionUnderTest second = ConnectionUnderTest.connected5(world);
            assertThat(old.isOpen()).isFalse();

            ConnectionUnderTest third = ConnectionUnderTest.connected5(world);

            assertThat(second.isOpen()).isFalse();
            assertThat(third.isOpen()).isTrue();
        }
    }

    @Test
    void holdsSoManyConnectionsOfOneDeviceAndNoMore() {
        MqttLimits d = MqttLimits.DEFAULT;
        assertThat(d.connectionsPerDevice()).isEqualTo(64);
        MqttLimits two =
                new MqttLimits(
                        d.window(),
                        d.windowBytes(),
                        d.maxKeepAlive(),
                        d.connectTimeout(),
                        d.ackTimeout(),
                        2);
        ConnectionUnderTest.World small =
                new ConnectionUnderTest.World(two, InFlight.Limits.DEFAULT);
        ConnectionUnderTest a = small.open().send(connect("a"));
        ConnectionUnderTest b = small.open().send(connect("b"));
        assertThat(a.isOpen() && b.isOpen()).as("at the limit").isTrue();

        ConnectionUnderTest c = small.open().send(connect("c"));
        ConnectionUnderTest three =
                small.open().send(Packets.connect3("e", "cover-1", tokenOf("cover-1")));

        assertThat(c.receivedHex().substring(9, 11)).isEqualTo("97");
        assertThat(three.receivedHex()).isEqualTo("20 02 00 03");
        assertThat(a.isOpen() && b.isOpen()).isTrue();
        assertThat(small.events.refusedConnections())
                .containsExactly(
                        IngestFault.TOO_MANY_CONNECTIONS, IngestFault.TOO_MANY_CONNECTIONS);
        a.send(Packets.disconnect());
        assertThat(small.open().send(connect("d")).isOpen()).isTrue();
    }

    private static byte[] connect(String clientId) {
        return Packets.connect5(clientId, "cover-1", tokenOf("cover-1"));
    }
}
