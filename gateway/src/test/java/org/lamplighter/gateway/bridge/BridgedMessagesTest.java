// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.gateway.event.GatewayEvent;
import org.lamplighter.gateway.event.IngestFault;
import org.lamplighter.gateway.event.Input;
import org.lamplighter.gateway.intake.Outcome;
import org.lamplighter.profile.TopicPattern;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class BridgedMessagesTest {
    private static final BridgeConfig CONFIG =
            new BridgeConfig(
                    "city",
                    URI.create("tcp://broker.example:1883"),
                    "",
                    Optional.empty(),
                    "lamplighter",
                    new TopicPattern("city/+/{device}/up"));

    private final BridgeWorld world = new BridgeWorld();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final BridgedMessages messages = new BridgedMessages(world.services(), CONFIG);

    @Test
    void subscribeForAllDevicesAtOnce() {
        assertThat(CONFIG.subscription()).isEqualTo("$share/lamplighter/city/+/+/up");
    }

    @Test
    void areFramesOfTheDeviceThatTheTopicNames() {
        take("city/north/cover-1/up", 3);

        assertThat(world.log.kept().get(0).device().value()).isEqualTo("cover-1");
        assertThat(world.log.kept().get(0).source()).isEqualTo("/gw1/bridge-city");
        assertThat(world.log.kept().get(0).channel()).isEqualTo("city/north/cover-1/up");
        assertThat(outcomes).allMatch(Outcome.Kept.class::isInstance);
    }

    @Test
    void areRefusedForGoodWhenNoRegisteredDeviceSendsThem() {
        world.known.put("cover-2", true, "t");
        take("city/north/cover-1", 3);
        take("city/north/not an id/up", 3);
        take("city/north/cover-9/up", 3);
        take("city/north/cover-2/up", 3);
        take("city/north/cover-1/up", 65_537);

        assertThat(world.events.all(GatewayEvent.FrameRefused.class))
                .containsExactly(
                        refused("city/north/cover-1", IngestFault.TOPIC_NOT_ALLOWED),
                        refused("city/north/not an id/up", IngestFault.TOPIC_NOT_ALLOWED),
                        refused("cover-9", IngestFault.UNKNOWN_DEVICE),
                        refused("cover-2", IngestFault.DEVICE_DISABLED),
                        refused("cover-1", IngestFault.TOO_LARGE));
        assertThat(world.events.received()).as("received = appended + refused").isEqualTo(5);
        assertThat(outcomes).hasSize(5).noneMatch(BridgedMessages::isForNow);
    }

    @Test
    void areLeftWithTheBrokerWhenTheLogCannotTakeThem() {
        world.log.stop();
        take("city/north/cover-1/up", 3);
        world.log.failAll();

        assertThat(outcomes).hasSize(1).allMatch(BridgedMessages::isForNow);
    }

    private static GatewayEvent.FrameRefused refused(String sender, IngestFault fault) {
        return new GatewayEvent.FrameRefused(Input.bridge("city"), sender, fault);
    }

    private void take(String topic, int length) {
        messages.take(topic, topic, new byte[length], outcomes::add);
    }
}
