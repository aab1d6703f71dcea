// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lamplighter.gateway.identity.KnownDevices.tokenOf;
import static org.lamplighter.gateway.mqtt.ConnectionUnderTest.connected3;
import static org.lamplighter.gateway.mqtt.ConnectionUnderTest.connected5;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lamplighter.gateway.event.CloseReason;
import org.lamplighter.gateway.event.GatewayEvent;
import org.lamplighter.gateway.event.IngestFault;
import org.lamplighter.gateway.intake.InFlight;
import org.lamplighter.reading.Frame;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class MqttPublishTest {
    private static final byte[] NONE = new byte[0];

    private final ConnectionUnderTest.World world = new ConnectionUnderTest.World();

    @AfterEach
    void nothingLeaks() {
        world.close();
    }

    @Test
    void appendsAFrameWithDeviceSourceAndChannel() {
        connected3(world).send(Packets.publish3("v1/devices/me/telemetry", 7, "{\"tilt\":3}"));

        Frame frame = world.log.kept().get(0);
        assertThat(frame.device().value()).isEqualTo("cover-1");
        assertThat(frame.source()).isEqualTo("/gw1/mqtt");
        assertThat(frame.channel()).isEqualTo("v1/devices/me/telemetry");
        assertThat(frame.payload().toByteArray())
                .isEqualTo("{\"tilt\":3}".getBytes(StandardCharsets.UTF_8));
        assertThat(world.events.received()).isEqualTo(1);
        assertThat(world.events.appended()).isEqualTo(1);
    }

    @Test
    void takesTheChannelFromAUserProperty() {
        byte[] channel = Packets.userProperty("channel", "85");

        connected5(world).send(Packets.publish(5, 1, "v1/frames", 7, channel, NONE));

        assertThat(world.log.kept().get(0).channel()).isEqualTo("85");
    }

    @Test
    void acknowledgesOnlyWhatTheLogHas() {
        ConnectionUnderTest it = connected3(world);
        world.log.stop();

        it.send(Packets.publish3("v1/frames", 7, "{}"));
        assertThat(it.received()).isEmpty();
        world.log.keepAll();

        assertThat(it.receivedHex()).isEqualTo("40 02 00 07");
    }

    @Test
    void acknowledgesInTheOrderOfThePublishes() {
        ConnectionUnderTest it = connected5(world);
        world.log.stop();
        it.send(
                Packets.publish5("v1/frames", 1, "a"),
                Packets.publish5("v1/frames", 2, "b"),
                Packets.publish5("v1/frames", 3, "c"));

        world.log.keep(2);
        assertThat(it.received()).isEmpty();
        world.log.keep(0);
        assertThat(it.receivedHex()).isEqualTo("40 02 00 01");
        world.log.keep(0);

        assertThat(it.receivedHex()).isEqualTo("40 02 00 02 40 02 00 03");
    }

    @Test
    void takesQos0WithoutAnAnswer() {
        ConnectionUnderTest it = connected3(world);

        it.send(Packets.publish(3, 0, "v1/frames", 0, NONE, new byte[] {1}));

        assertThat(world.log.kept()).hasSize(1);
        assertThat(it.received()).isEmpty();
        assertThat(it.isOpen()).isTrue();
    }

    @Test
    void takesPacketsInOneByteSegments() {
        ConnectionUnderTest it = world.open();
        byte[] all =
                Packets.join(
                        Packets.connect5("c", "cover-1", tokenOf("cover-1")),
                        Packets.publish(
                                5,
                                1,
                                "v1/frames",
                                1,
                                Packets.userProperty("channel", "85"),
                                new byte[300]),
                        Packets.ping());

        for (byte each : all) {
            it.send(new byte[] {each});
        }

        assertThat(it.receivedHex()).endsWith("40 02 00 01 d0 00");
        assertThat(world.log.kept()).hasSize(1);
    }

    @Test
    void takesThousandsOfPacketsInOneWrite() {
        MqttLimits wide = MqttLimits.DEFAULT.withWindow(5_000);
        ConnectionUnderTest.World world =
                new ConnectionUnderTest.World(wide, InFlight.Limits.DEFAULT);
        List<byte[]> packets = new ArrayList<>();
        packets.add(Packets.connect3("c", "cover-1", tokenOf("cover-1")));
        for (int i = 1; i <= 4_000; i++) {
            packets.add(Packets.publish3("v1/frames", i, "{\"seq\":" + i + "}"));
        }

        ConnectionUnderTest it = world.open().send(Packets.join(packets.toArray(byte[][]::new)));

        assertThat(it.received()).hasSize(4 + 4 * 4_000);
        assertThat(world.log.kept()).hasSize(4_000);
        assertThat(world.log.kept().get(3_999).payload().length()).isEqualTo(12);
    }

    @Test
    void takesTopicsThatTheProfileNames() {
        world.known.declareTopic("city/{device}/up");
        ConnectionUnderTest it = connected5(world);

        it.send(Packets.publish5("city/cover-1/up", 1, "{}"));
        it.send(Packets.publish5("city/cover-2/up", 2, "{}"));

        assertThat(it.receivedHex()).startsWith("40 02 00 01 40").contains(" 00 02 90");
        assertThat(world.log.kept().get(0).channel()).isEqualTo("city/cover-1/up");
        assertThat(world.events.refusedFrames()).containsExactly(IngestFault.TOPIC_NOT_ALLOWED);
    }

    @Nested
    class Refusing {
        @Test
        void answersAWrongTopicOverMqtt5AndGoesOn() {
            ConnectionUnderTest it = connected5(world);

            it.send(
                    Packets.publish5("v1/frames", 1, "a"),
                    Packets.publish5("v1/wrong", 2, "b"),
                    Packets.publish5("v1/frames", 3, "c"));

            String answers = it.receivedHex();
            assertThat(answers).startsWith("40 02 00 01 40").endsWith("40 02 00 03");
            assertThat(answers).contains(" 00 02 90 ");
            assertThat(world.log.kept()).hasSize(2);
            assertThat(world.events.refusedFrames()).containsExactly(IngestFault.TOPIC_NOT_ALLOWED);
            assertThat(world.events.received()).isEqualTo(3);
        }

        @Test
        void closesOnAWrongTopicOverMqtt3() {
            ConnectionUnderTest it = connected3(world);

            it.send(Packets.publish3("v1/wrong", 2, "b"));

            assertThat(it.received()).isEmpty();
            assertThat(it.isOpen()).isFalse();
            assertThat(world.events.refusedFrames()).containsExactly(IngestFault.TOPIC_NOT_ALLOWED);
        }

        @Test
        void countsAWrongTopicAtQos0AndGoesOn() {
            ConnectionUnderTest it = connected5(world);

            it.send(Packets.publish(5, 0, "v1/wrong", 0, NONE, NONE));

            assertThat(it.received()).isEmpty();
            assertThat(it.isOpen()).isTrue();
            assertThat(world.events.refusedFrames()).containsExactly(IngestFault.TOPIC_NOT_ALLOWED);
        }

        @Test
        void answersALongChannelOverMqtt5AndGoesOn() {
            ConnectionUnderTest it = connected5(world);
            byte[] tooLong = Packets.userProperty("channel", "c".repeat(257));
            byte[] longest = Packets.userProperty("channel", "c".repeat(256));

            it.send(Packets.publish(5, 1, "v1/frames", 1, tooLong, NONE));
            it.send(Packets.publish(5, 1, "v1/frames", 2, longest, NONE));

            assertThat(it.receivedHex()).contains(" 00 01 90 ").endsWith("40 02 00 02");
            assertThat(world.events.refusedFrames()).containsExactly(IngestFault.CHANNEL_INVALID);
        }

        @Test
        void disconnectsAnOversizePayloadAndTakesTheLargest() {
            ConnectionUnderTest it = connected5(world);

            it.send(Packets.publish(5, 1, "v1/frames", 1, NONE, new byte[65_536]));
            assertThat(it.receivedHex()).isEqualTo("40 02 00 01");
            it.send(Packets.publish(5, 1, "v1/frames", 2, NONE, new byte[65_537]));

            assertThat(it.receivedHex()).startsWith("e0").contains(" 95 ");
            assertThat(it.isOpen()).isFalse();
            assertThat(world.events.refusedFrames()).containsExactly(IngestFault.TOO_LARGE);
            assertThat(world.events.received()).isEqualTo(2);
        }

        @Test
        void closesAnOversizePacketOverMqtt3ByItsFixedHeader() {
            ConnectionUnderTest it = connected3(world);

            it.send(new byte[] {0x32, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f, 0, 9});

            assertThat(it.received()).isEmpty();
            assertThat(it.isOpen()).isFalse();
            assertThat(world.events.refusedFrames()).containsExactly(IngestFault.TOO_LARGE);
        }

        @ParameterizedTest
        @CsvSource({
            "2, 0, QOS_NOT_SUPPORTED, 9b",
            "1, 1, RETAIN_NOT_SUPPORTED, 9a",
        })
        void disconnectsWhatWasAnnouncedAsUnavailable(
                int qos, int retain, IngestFault fault, String code) {
            ConnectionUnderTest it = connected5(world);
            byte[] publish = Packets.publish(5, qos, "v1/frames", 1, NONE, NONE);
            publish[0] |= (byte) retain;

            it.send(publish);

            assertThat(it.receivedHex()).startsWith("e0").contains(" " + code + " ");
            assertThat(it.isOpen()).isFalse();
            assertThat(world.events.refusedFrames()).containsExactly(fault);
        }

        @Test
        void closesOnQos2OverMqtt3() {
            ConnectionUnderTest it = connected3(world);

            it.send(Packets.publish(3, 2, "v1/frames", 1, NONE, NONE));

            assertThat(it.received()).isEmpty();
            assertThat(it.isOpen()).isFalse();
            assertThat(world.events.refusedFrames()).containsExactly(IngestFault.QOS_NOT_SUPPORTED);
        }

        @Test
        void takesARetainedPublishOverMqtt3AsAPlainOne() {
            byte[] publish = Packets.publish3("v1/frames", 1, "{}");
            publish[0] |= 1;

            assertThat(connected3(world).send(publish).receivedHex()).isEqualTo("40 02 00 01");
        }

        @Test
        void disconnectsTooManyUserPropertiesAndTakesTwenty() {
            ConnectionUnderTest it = connected5(world);
            byte[] one = Packets.userProperty("a", "b");
            byte[][] twenty = new byte[20][];
            java.util.Arrays.fill(twenty, one);

            it.send(Packets.publish(5, 1, "v1/frames", 1, Packets.join(twenty), NONE));
            assertThat(it.receivedHex()).isEqualTo("40 02 00 01");
            byte[] more = Packets.join(Packets.join(twenty), one);
            it.send(Packets.publish(5, 1, "v1/frames", 2, more, NONE));

            assertThat(it.receivedHex()).startsWith("e0").contains(" 97 ");
            assertThat(world.events.refusedFrames())
                    .containsExactly(IngestFault.TOO_MANY_PROPERTIES);
        }

        @Test
        void disconnectsMalformedBytes() {
            ConnectionUnderTest it = connected5(world);

            it.send(new byte[] {(byte) 0x36, 2, 0, 0});

            assertThat(it.receivedHex()).startsWith("e0").contains(" 81 ");
            assertThat(it.isOpen()).isFalse();
            assertThat(world.events.faultedConnections()).containsExactly(IngestFault.MALFORMED);
        }

        @Test
        void disconnectsASecondConnect() {
            ConnectionUnderTest it = connected5(world);

            it.send(Packets.connect5("c", "cover-1", tokenOf("cover-1")));

            assertThat(it.receivedHex()).startsWith("e0").contains(" 82 ");
            assertThat(world.events.faultedConnections())
                    .containsExactly(IngestFault.PROTOCOL_ERROR);
        }

        @Test
        void refusesSubscriptionsAndStaysConnected() {
            ConnectionUnderTest three = connected3(world);
            ConnectionUnderTest five = world.open();
            five.send(Packets.connect5("d", "cover-1", tokenOf("cover-1")));
            five.received();

            three.send(Packets.subscribe(3, 5, "down/#"));
            five.send(Packets.subscribe(5, 5, "down/#"));

            assertThat(three.receivedHex()).isEqualTo("90 03 00 05 80");
            byte[] suback = five.received();
            assertThat(suback[suback.length - 1]).isEqualTo((byte) 0x83);
            assertThat(new String(suback, StandardCharsets.ISO_8859_1))
                    .contains("this gateway takes frames only; there is nothing to subscribe to");
            assertThat(three.isOpen() && five.isOpen()).isTrue();
        }
    }

    @Nested
    class Aliases {
        @Test
        void standForATopicThatWasSentBefore() {
            ConnectionUnderTest it = connected5(world);

            it.send(Packets.publish(5, 1, "v1/frames", 1, Packets.topicAlias(16), NONE));
            it.send(Packets.publish(5, 1, "", 2, Packets.topicAlias(16), NONE));

            assertThat(it.receivedHex()).isEqualTo("40 02 00 01 40 02 00 02");
            assertThat(world.log.kept()).extracting(Frame::channel).containsOnly("v1/frames");
        }

        @ParameterizedTest
        @CsvSource({"v1/frames, 0", "v1/frames, 17", "'', 3"})
        void areRefusedOutsideTheirRangeOrUnset(String topic, int alias) {
            ConnectionUnderTest it = connected5(world);

            it.send(Packets.publish(5, 1, topic, 1, Packets.topicAlias(alias), NONE));

            assertThat(it.receivedHex()).startsWith("e0").contains(" 94 ");
            assertThat(it.isOpen()).isFalse();
            assertThat(world.log.kept()).isEmpty();
        }
    }

    @Nested
    class WhileTheLogIsStopped {
        @Test
        void answersPings() {
            ConnectionUnderTest it = connected3(world);
            world.log.stop();
            it.send(Packets.publish3("v1/frames", 1, "{}"));

            it.send(Packets.ping());

            assertThat(it.receivedHex()).isEqualTo("d0 00");
        }

        @Test
        void closesUnacknowledgedAfterTenSeconds() {
            ConnectionUnderTest it = connected5(world);
            world.log.stop();
            it.send(Packets.publish5("v1/frames", 1, "{}"));

            it.pass(Duration.ofSeconds(10));
            assertThat(it.isOpen()).isTrue();
            it.pass(Duration.ofMillis(1));

            assertThat(it.receivedHex()).startsWith("e0").contains(" 89 ");
            assertThat(it.isOpen()).isFalse();
            assertThat(world.events.closed()).containsExactly(CloseReason.UNACKNOWLEDGED);
        }

        @Test
        void closesMqtt3WithoutAWord() {
            ConnectionUnderTest it = connected3(world);
            world.log.stop();
            it.send(Packets.publish3("v1/frames", 1, "{}"));

            it.pass(Duration.ofSeconds(10));
            assertThat(it.isOpen()).isTrue();
            it.pass(Duration.ofMillis(1));

            assertThat(it.received()).isEmpty();
            assertThat(it.isOpen()).isFalse();
        }

        @Test
        void closesUnacknowledgedWhatTheLogGaveUp() {
            ConnectionUnderTest it = connected5(world);
            world.log.stop();
            it.send(Packets.publish5("v1/frames", 1, "{}"), Packets.publish5("v1/frames", 2, ""));

            world.log.failAll();

            assertThat(it.receivedHex()).startsWith("e0").contains(" 89 ");
            assertThat(world.events.refusedFrames())
                    .containsExactly(IngestFault.LOG_UNAVAILABLE, IngestFault.LOG_UNAVAILABLE);
            assertThat(world.inFlight.frames()).isZero();
            assertThat(world.inFlight.bytes()).isZero();
        }

        @Test
        void stopsReadingAtTheWindowAndGoesOnBelowIt() {
            MqttLimits narrow = MqttLimits.DEFAULT.withWindow(2);
            ConnectionUnderTest.World world =
                    new ConnectionUnderTest.World(narrow, InFlight.Limits.DEFAULT);
            ConnectionUnderTest it = connected3(world);
            world.log.stop();

            it.send(Packets.publish3("v1/frames", 1, "a"));
            assertThat(it.channel.config().isAutoRead()).isTrue();
            it.send(Packets.publish3("v1/frames", 2, "b"));
            assertThat(it.channel.config().isAutoRead()).isFalse();
            world.log.keep(0);

            assertThat(it.receivedHex()).isEqualTo("40 02 00 01");
            assertThat(it.channel.config().isAutoRead()).isTrue();
            assertThat(world.events.all(GatewayEvent.ReadingPaused.class)).hasSize(1);
        }

        @Test
        void readsOneFrameAConnectionWhenTheGatewayIsFullAndRefusesAtTwiceThat() {
            ConnectionUnderTest.World world =
                    new ConnectionUnderTest.World(
                            MqttLimits.DEFAULT, new InFlight.Limits(2, 1 << 20));
            ConnectionUnderTest it = connected5(world);
            world.log.stop();

            it.send(Packets.publish5("v1/frames", 1, ""), Packets.publish5("v1/frames", 2, ""));
            assertThat(it.channel.config().isAutoRead()).as("full").isFalse();
            ConnectionUnderTest other = world.open();
            other.send(Packets.connect5("o", "cover-2", tokenOf("cover-2")));
            other.received();
            other.send(Packets.ping());
            assertThat(other.receivedHex()).as("a quiet one").isEqualTo("d0 00");
            other.send(Packets.publish5("v1/frames", 1, ""), Packets.publish5("v1/frames", 2, ""));
            assertThat(world.inFlight.frames()).isEqualTo(4);
            ConnectionUnderTest third = world.open();
            third.send(Packets.connect5("p", "cover-2", tokenOf("cover-2")));
            third.received();
            third.send(Packets.publish5("v1/frames", 1, ""));

            assertThat(third.receivedHex()).startsWith("e0").contains(" 97 ");
            assertThat(world.inFlight.frames()).isEqualTo(4);
            assertThat(world.events.refusedFrames()).containsExactly(IngestFault.GATEWAY_FULL);
            assertThat(world.events.received())
                    .as("received = appended + refused + in flight")
                    .isEqualTo(world.events.appended() + 1 + 4);
        }
    }

    @Test
    void endsAConnectionThatIsSilentForOneAndAHalfKeepAlives() {
        ConnectionUnderTest it = connected5(world);

        it.pass(Duration.ofSeconds(89));
        assertThat(it.isOpen()).isTrue();
        it.send(Packets.ping()).received();
        it.pass(Duration.ofSeconds(90));
        assertThat(it.isOpen()).isTrue();
        it.pass(Duration.ofMillis(1));

        assertThat(it.receivedHex()).startsWith("e0").contains(" 8d ");
        assertThat(world.events.closed()).containsExactly(CloseReason.KEEP_ALIVE);
    }

    @Test
    void endsAConnectionWhoseDeviceIsDisabledOrWhoseTokenWasReplaced() {
        ConnectionUnderTest it = connected5(world);
        world.known.put("cover-1", false, tokenOf("cover-1"), "next");
        it.pass(Duration.ofSeconds(1));
        assertThat(it.isOpen()).as("while both are in force").isTrue();

        world.known.put("cover-1", false, "next");
        it.pass(Duration.ofSeconds(1));

        assertThat(it.receivedHex()).startsWith("e0").contains(" 87 ");
        assertThat(world.events.closed()).containsExactly(CloseReason.REVOKED);
    }

    @Test
    void answersWhatIsInFlightBeforeItStops() {
        ConnectionUnderTest it = connected5(world);
        ConnectionUnderTest idle = world.open();
        idle.send(Packets.connect5("i", "cover-2", tokenOf("cover-2"))).received();
        world.log.stop();
        it.send(Packets.publish5("v1/frames", 1, "{}"));

        world.services.patrols().stop();
        assertThat(idle.receivedHex()).startsWith("e0").contains(" 8b ");
        assertThat(it.isOpen()).isTrue();
        world.log.keepAll();

        assertThat(it.receivedHex()).startsWith("40 02 00 01 e0").contains(" 8b ");
        assertThat(it.isOpen()).isFalse();
    }

    @Test
    void ignoresOutcomesAfterTheClientHasLeft() {
        ConnectionUnderTest it = connected3(world);
        world.log.stop();
        it.send(Packets.publish3("v1/frames", 1, "{}"), Packets.disconnect());
        assertThat(it.isOpen()).isFalse();

        world.log.keepAll();

        assertThat(it.received()).isEmpty();
        assertThat(world.events.appended()).isEqualTo(1);
        assertThat(world.events.closed()).containsExactly(CloseReason.CLIENT_LEFT);
    }
}
