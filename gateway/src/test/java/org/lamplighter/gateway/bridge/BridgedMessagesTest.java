// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.gateway.FakeFrameLog;
import org.lamplighter.gateway.RecordingEvents;
import org.lamplighter.gateway.event.GatewayEvent;
import org.lamplighter.gateway.event.IngestFault;
import org.lamplighter.gateway.event.Input;
import org.lamplighter.gateway.identity.KnownDevices;
import org.lamplighter.gateway.intake.FrameIds;
import org.lamplighter.gateway.intake.InFlight;
import org.lamplighter.gateway.intake.Intake;
import org.lamplighter.gateway.intake.Outcome;
import org.lamplighter.profile.TopicPattern;

import java.net.URI;
import java.time.InstantSource;
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

    private final FakeFrameLog log = new FakeFrameLog();
    private final RecordingEvents events = new RecordingEvents();
    private final KnownDevices known = KnownDevices.of("cover-1");
    private final List<Outcome> outcomes = new ArrayList<>();
    private final BridgedMessages messages =
            new BridgedMessages(
                    new BridgeServices(
                            "gw1",
                            known.directory,
                            new Intake(
                                    "gw1",
                                    log,
                                    new FrameIds("gw1", InstantSource.system()),
                                    new InFlight(InFlight.Limits.DEFAULT),
                                    events),
                            events),
                    CONFIG);

    @Test
    void subscribeForAllDevicesAtOnce() {
        assertThat(CONFIG.subscription()).isEqualTo("$share/lamplighter/city/+/+/up");
    }

    @Test
    void areFramesOfTheDeviceThatTheTopicNames() {
        take("city/north/cover-1/up", 3);

        assertThat(log.kept().get(0).device().value()).isEqualTo("cover-1");
        assertThat(log.kept().get(0).source()).isEqualTo("/gw1/bridge-city");
        assertThat(log.kept().get(0).channel()).isEqualTo("city/north/cover-1/up");
        assertThat(outcomes).allMatch(Outcome.Kept.class::isInstance);
    }

    @Test
    void areRefusedForGoodWhenNoRegisteredDeviceSendsThem() {
        known.put("cover-2", true, "t");
        take("city/north/cover-1", 3);
        take("city/north/not an id/up", 3);
        take("city/north/cover-9/up", 3);
        take("city/north/cover-2/up", 3);
        take("city/north/cover-1/up", 65_537);

        assertThat(events.all(GatewayEvent.FrameRefused.class))
                .containsExactly(
                        refused("city/north/cover-1", IngestFault.TOPIC_NOT_ALLOWED),
                        refused("city/north/not an id/up", IngestFault.TOPIC_NOT_ALLOWED),
                        refused("cover-9", IngestFault.UNKNOWN_DEVICE),
                        refused("cover-2", IngestFault.DEVICE_DISABLED),
                        refused("cover-1", IngestFault.TOO_LARGE));
        assertThat(events.received()).as("received = appended + refused").isEqualTo(5);
        assertThat(outcomes).hasSize(5).noneMatch(BridgedMessages::isForNow);
    }

    @Test
    void areLeftWithTheBrokerWhenTheLogCannotTakeThem() {
        log.stop();
        take("city/north/cover-1/up", 3);
        log.failAll();

        assertThat(outcomes).hasSize(1).allMatch(BridgedMessages::isForNow);
    }

    private static GatewayEvent.FrameRefused refused(String sender, IngestFault fault) {
        return new GatewayEvent.FrameRefused(Input.bridge("city"), sender, fault);
    }

    private void take(String topic, int length) {
        messages.take(topic, topic, new byte[length], outcomes::add);
    }
}
