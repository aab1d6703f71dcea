// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lamplighter.gateway.identity.KnownDevices.tokenOf;
import static org.lamplighter.gateway.mqtt.ConnectionUnderTest.connected3;
import static org.lamplighter.gateway.mqtt.ConnectionUnderTest.connected5;

import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lamplighter.gateway.DuplexEmbeddedChannel;
import org.lamplighter.gateway.event.CloseReason;
import org.lamplighter.gateway.event.GatewayEvent;
import org.lamplighter.gateway.event.IngestFault;
import org.lamplighter.gateway.intake.InFlight;

import java.time.Duration;
import java.util.Arrays;

/** What an MQTT client may send and hold, at each limit and one past it. */
class MqttBoundsTest {
    private static final byte[] NONE = new byte[0];
    private static final int MAX_PACKET = 72 * 1024;

    /** What Netty counts for a write besides its bytes. */
    private static final int WRITE_OVERHEAD = 96;

    private final ConnectionUnderTest.World world = new ConnectionUnderTest.World();

    @AfterEach
    void nothingLeaks() {
        world.close();
    }

    @Test
    void closesMqtt3OnAPayloadOneByteTooLong() {
        ConnectionUnderTest it = connected3(world);

        it.send(Packets.publish(3, 1, "v1/frames", 1, NONE, new byte[65_536]));
        assertThat(it.receivedHex()).isEqualTo("40 02 00 01");
        it.send(Packets.publish(3, 1, "v1/frames", 2, NONE, new byte[65_537]));

        assertThat(it.received()).isEmpty();
        assertThat(it.isOpen()).isFalse();
        assertThat(world.events.refusedFrames()).containsExactly(IngestFault.TOO_LARGE);
    }

    @Test
    void takesAPacketOf72KiBAndAnswersOneByteMoreByItsFixedHeader() {
        ConnectionUnderTest it = connected5(world);
        byte[] largest = largestPacket();
        byte[] header = Arrays.copyOf(largest, 4);
        header[1]++;

        it.send(largest);
        assertThat(it.receivedHex()).isEqualTo("40 02 00 01");
        it.send(header);

        assertThat(it.receivedHex()).startsWith("e0").contains(" 95 ");
        assertThat(it.isOpen()).isFalse();
        assertThat(world.events.refusedFrames()).containsExactly(IngestFault.TOO_LARGE);
    }

    @Test
    void closesMqtt3OnTheFixedHeaderOfAPacketOneByteTooLong() {
        ConnectionUnderTest largest = connected3(world);
        byte[] header = Arrays.copyOf(largestPacket(), 4);
        largest.send(header);
        assertThat(largest.isOpen()).as("72 KiB may come").isTrue();
        ConnectionUnderTest it = world.open();
        it.send(Packets.connect3("d", "cover-1", tokenOf("cover-1"))).received();
        header[1]++;

        it.send(header);

        assertThat(it.received()).isEmpty();
        assertThat(it.isOpen()).isFalse();
        assertThat(world.events.refusedFrames()).containsExactly(IngestFault.TOO_LARGE);
    }

    /** The largest payload with a user property that fills the packet up. */
    private static byte[] largestPacket() {
        // topic, packet id, two bytes of properties' length, the property's own frame
        int rest = MAX_PACKET - 65_536 - (2 + 9) - 2 - 2 - (1 + 2 + 1 + 2);
        byte[] filling = Packets.userProperty("f", "x".repeat(rest));
        byte[] packet = Packets.publish(5, 1, "v1/frames", 1, filling, new byte[65_536]);
        assertThat(packet).as("with a fixed header of four bytes").hasSize(4 + MAX_PACKET);
        return packet;
    }

    @Test
    void takesATopicOf256CharactersAndNoLonger() {
        world.known.declareTopic("up/+");
        ConnectionUnderTest it = connected5(world);
        ConnectionUnderTest three = world.open();
        three.send(Packets.connect3("d", "cover-1", tokenOf("cover-1"))).received();
        String longest = "up/" + "t".repeat(253);

        it.send(Packets.publish5(longest, 1, ""));
        assertThat(it.receivedHex()).isEqualTo("40 02 00 01");
        it.send(Packets.publish5(longest + "t", 2, ""));
        three.send(Packets.publish3(longest, 1, ""));
        assertThat(three.receivedHex()).isEqualTo("40 02 00 01");
        three.send(Packets.publish3(longest + "t", 2, ""));

        assertThat(it.receivedHex()).startsWith("40").contains(" 00 02 90 ");
        assertThat(it.isOpen()).isTrue();
        assertThat(three.received()).isEmpty();
        assertThat(three.isOpen()).isFalse();
        assertThat(world.events.refusedFrames())
                .containsExactly(IngestFault.TOPIC_NOT_ALLOWED, IngestFault.TOPIC_NOT_ALLOWED);
    }

    @Test
    void takesATopicOfEightLevelsAndNoMore() {
        world.known.declareTopic("+/+/+/+/+/+/+/+");
        ConnectionUnderTest it = connected5(world);

        it.send(Packets.publish5("1/2/3/4/5/6/7/8", 1, ""));
        assertThat(it.receivedHex()).isEqualTo("40 02 00 01");
        it.send(Packets.publish5("1/2/3/4/5/6/7/8/9", 2, ""));

        assertThat(it.receivedHex()).startsWith("40").contains(" 00 02 90 ");
        assertThat(world.events.refusedFrames()).containsExactly(IngestFault.TOPIC_NOT_ALLOWED);
    }

    @Test
    void isReadUntilAThousandOfItsFramesAreUnderWay() {
        assertThat(MqttLimits.DEFAULT.window()).isEqualTo(1_000);
        ConnectionUnderTest it = connected3(world);
        world.log.stop();

        for (int i = 1; i < 1_000; i++) {
            it.send(Packets.publish3("v1/frames", i, ""));
        }
        assertThat(it.channel.config().isAutoRead()).as("999").isTrue();
        it.send(Packets.publish3("v1/frames", 1_000, ""));

        assertThat(it.channel.config().isAutoRead()).as("1,000").isFalse();
    }

    @Test
    void isReadUntilAMebibyteOfItsFramesIsUnderWay() {
        assertThat(MqttLimits.DEFAULT.windowBytes()).isEqualTo(1 << 20);
        ConnectionUnderTest it = connected3(world);
        world.log.stop();

        for (int i = 1; i <= 15; i++) {
            it.send(Packets.publish(3, 1, "v1/frames", i, NONE, new byte[65_536]));
        }
        it.send(Packets.publish(3, 1, "v1/frames", 16, NONE, new byte[65_535]));
        assertThat(it.channel.config().isAutoRead()).as("one byte below").isTrue();
        it.send(Packets.publish(3, 1, "v1/frames", 17, NONE, new byte[1]));

        assertThat(it.channel.config().isAutoRead()).as("at it").isFalse();
    }

    @Test
    void takesWhatCameInWithTheReadThatFilledTheWindow() {
        MqttLimits narrow = MqttLimits.DEFAULT.withWindow(1);
        ConnectionUnderTest.World world =
                new ConnectionUnderTest.World(narrow, InFlight.Limits.DEFAULT);
        ConnectionUnderTest it = connected3(world);
        world.log.stop();

        it.send(Packets.publish3("v1/frames", 1, ""), Packets.publish3("v1/frames", 2, ""));

        assertThat(it.channel.config().isAutoRead()).isFalse();
        assertThat(world.log.waiting()).isEqualTo(2);
        world.log.keepAll();
        assertThat(it.receivedHex()).isEqualTo("40 02 00 01 40 02 00 02");
        world.close();
    }

    @Test
    void closesMqtt3AtTwiceWhatAllConnectionsMayHaveUnderWay() {
        ConnectionUnderTest.World full =
                new ConnectionUnderTest.World(MqttLimits.DEFAULT, new InFlight.Limits(1, 1 << 20));
        ConnectionUnderTest it = connected3(full);
        full.log.stop();

        it.send(Packets.publish3("v1/frames", 1, ""), Packets.publish3("v1/frames", 2, ""));
        assertThat(it.isOpen()).as("at twice the limit").isTrue();
        ConnectionUnderTest other = full.open();
        other.send(Packets.connect3("o", "cover-2", tokenOf("cover-2"))).received();
        other.send(Packets.publish3("v1/frames", 1, ""));

        assertThat(other.received()).isEmpty();
        assertThat(other.isOpen()).isFalse();
        assertThat(full.events.refusedFrames()).containsExactly(IngestFault.GATEWAY_FULL);
        full.close();
    }

    @Test
    void holdsAnswersOf32KiBAndStopsReadingAboveThat() {
        ConnectionUnderTest it = connected5(world);
        ConnectionUnderTest other = world.open();
        other.send(Packets.connect5("o", "cover-2", tokenOf("cover-2"))).received();

        leaveUnread(it, 32 * 1024);
        leaveUnread(other, 32 * 1024 + 1);

        assertThat(it.channel.config().isAutoRead()).as("at the limit").isTrue();
        assertThat(other.channel.config().isAutoRead()).as("one byte above").isFalse();
        assertThat(world.events.all(GatewayEvent.ReadingPaused.class)).hasSize(1);
        other.channel.flush();
        assertThat(other.channel.config().isAutoRead()).as("once they are read").isTrue();
    }

    @Test
    void closesAClientThatDoesNotReadItsAnswersForTenSeconds() {
        ConnectionUnderTest it = connected5(world);
        leaveUnread(it, 32 * 1024 + 1);

        it.pass(Duration.ofSeconds(10));
        assertThat(it.isOpen()).isTrue();
        it.pass(Duration.ofNanos(1));

        assertThat(it.isOpen()).isFalse();
        assertThat(world.events.closed()).containsExactly(CloseReason.NOT_READING);
    }

    /** Writes so much that the client has not read, as Netty counts it. */
    private static void leaveUnread(ConnectionUnderTest it, int bytes) {
        var unused = it.channel.write(Unpooled.wrappedBuffer(new byte[bytes - WRITE_OVERHEAD]));
        it.channel.runPendingTasks();
        assertThat(it.channel.unsafe().outboundBuffer().totalPendingWriteBytes()).isEqualTo(bytes);
    }

    @Test
    void givesARefusedClient700MillisecondsToHearWhy() {
        DuplexEmbeddedChannel channel = new DuplexEmbeddedChannel();
        ConnectionUnderTest it = world.open(channel);

        it.send(Packets.connect3("c", "cover-1", "wrong"));
        assertThat(it.receivedHex()).isEqualTo("20 02 00 04");
        assertThat(channel.isOutputShutdown()).isTrue();
        it.pass(Duration.ofMillis(700));
        assertThat(it.isOpen()).isTrue();
        it.pass(Duration.ofNanos(1));

        assertThat(it.isOpen()).isFalse();
    }
}
