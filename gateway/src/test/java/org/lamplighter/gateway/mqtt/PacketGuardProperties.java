// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lamplighter.gateway.identity.KnownDevices.tokenOf;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.lamplighter.gateway.event.GatewayEvent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class PacketGuardProperties {
    @Property(tries = 200)
    void packetsMayComeInAnyPieces(
            @ForAll @Size(min = 1, max = 20) List<@IntRange(max = 400) Integer> payloads,
            @ForAll long seed) {
        List<byte[]> packets = new ArrayList<>();
        packets.add(Packets.connect5("c", "cover-1", tokenOf("cover-1")));
        for (int i = 0; i < payloads.size(); i++) {
            packets.add(
                    Packets.publish(
                            5, 1, "v1/frames", i + 1, new byte[0], new byte[payloads.get(i)]));
        }
        byte[] all = Packets.join(packets.toArray(byte[][]::new));
        ConnectionUnderTest.World world = new ConnectionUnderTest.World();
        ConnectionUnderTest it = world.open();
        Random random = new Random(seed);

        for (int from = 0; from < all.length; ) {
            int to = Math.min(all.length, from + 1 + random.nextInt(64));
            it.send(Arrays.copyOfRange(all, from, to));
            from = to;
        }

        assertThat(world.log.kept())
                .extracting(frame -> frame.payload().length())
                .containsExactlyElementsOf(payloads);
        assertThat(it.isOpen()).isTrue();
        world.close();
    }

    @Property(tries = 500)
    void anyBytesAfterAConnectGiveFramesOrAnEndAndNoFailure(
            @ForAll @Size(min = 1, max = 300) byte[] garbage) {
        ConnectionUnderTest.World world = new ConnectionUnderTest.World();
        ConnectionUnderTest it = ConnectionUnderTest.connected5(world);

        it.send(garbage);

        assertThat(world.events.all(GatewayEvent.HandlerFailed.class)).isEmpty();
        assertThat(world.events.received())
                .isEqualTo(
                        world.events.appended()
                                + world.events.refusedFrames().size()
                                + world.inFlight.frames());
        world.close();
    }

    @Property(tries = 500)
    void anyBytesInsteadOfAConnectEndTheConnectionOrWait(
            @ForAll @Size(min = 1, max = 300) byte[] garbage) {
        ConnectionUnderTest.World world = new ConnectionUnderTest.World();

        world.open().send(garbage);

        assertThat(world.events.all(GatewayEvent.HandlerFailed.class)).isEmpty();
        assertThat(world.events.received()).isZero();
        world.close();
    }
}
