// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.gateway.RecordingEvents;
import org.lamplighter.gateway.event.GatewayEvent;
import org.lamplighter.log.Topic;
import org.lamplighter.reading.DeviceId;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

class RegistryBoundsTest {
    private final DeviceDirectory devices = new DeviceDirectory(2, 2);
    private final TopicRules topics = new TopicRules(2);
    private final RecordingEvents events = new RecordingEvents();
    private final RegistryChanges changes = new RegistryChanges(devices, topics, events);
    private long version;

    @Test
    void knowsSoManyDevicesAndPassesOverOneMore() {
        put("a");
        put("b");
        assertThat(skipped()).as("at the limit").isEmpty();

        put("c");

        assertThat(devices.size()).isEqualTo(2);
        assertThat(devices.find(new DeviceId("c"))).isEmpty();
        assertThat(skipped())
                .containsExactly(
                        new GatewayEvent.RegistryRecordSkipped(
                                "devices",
                                "c",
                                "the gateway knows 2 devices, which is its bound; remove devices"
                                        + " that send no more and change this one again"));
        put("a");
        changes.apply(Topic.DEVICES, "b", null);
        put("c");
        assertThat(devices.find(new DeviceId("c"))).as("once there is room").isPresent();
        assertThat(skipped()).hasSize(1);
    }

    @Test
    void knowsASealedKeyOf160CharactersAndPassesOverALongerOne() {
        KnownDevices known = KnownDevices.of();
        known.putSealed("cover-1", false, "x".repeat(160));
        known.putSealed("cover-2", false, "x".repeat(161));

        assertThat(known.directory.find(new DeviceId("cover-1"))).isPresent();
        assertThat(known.directory.find(new DeviceId("cover-2"))).isEmpty();
        assertThat(known.events.all(GatewayEvent.RegistryRecordSkipped.class))
                .containsExactly(
                        new GatewayEvent.RegistryRecordSkipped(
                                "devices",
                                "cover-2",
                                "a sealed DTLS key has at most 160 characters, not 161; give the"
                                        + " device a key of 16 to 64 bytes"));
    }

    @Test
    void knowsSoManyProfilesAndPassesOverOneMore() {
        profile("p");
        profile("q");
        assertThat(skipped()).as("at the limit").isEmpty();

        profile("r");

        assertThat(topics.allow(of("p"), "up")).isTrue();
        assertThat(topics.allow(of("q"), "up")).isTrue();
        assertThat(topics.allow(of("r"), "up")).isFalse();
        assertThat(topics.allow(of("r"), "v1/frames")).as("built in").isTrue();
        assertThat(skipped())
                .containsExactly(
                        new GatewayEvent.RegistryRecordSkipped(
                                "profiles",
                                "r",
                                "the gateway knows 2 profiles, which is its bound; remove profiles"
                                        + " that no device has and change this one again"));
    }

    @Test
    void remembersSoManyDeletionsAndForgetsTheOldest() {
        delete("a", 10);
        delete("b", 20);

        devices.put(identity("a", 9));
        devices.put(identity("b", 19));
        assertThat(devices.size()).as("at the limit both are remembered").isZero();
        delete("c", 30);

        devices.put(identity("a", 9));
        devices.put(identity("b", 19));
        devices.put(identity("c", 29));

        assertThat(devices.find(new DeviceId("a"))).as("forgotten").isPresent();
        assertThat(devices.size()).isEqualTo(1);
    }

    @Test
    void knowsSixteenTokensOfADeviceAndPassesOverADeviceOfMore() {
        put("a", tokens(16));
        assertThat(devices.find(new DeviceId("a")).orElseThrow().tokens()).hasSize(16);

        put("b", tokens(17));

        assertThat(devices.find(new DeviceId("b"))).isEmpty();
        assertThat(skipped())
                .containsExactly(
                        new GatewayEvent.RegistryRecordSkipped(
                                "devices",
                                "b",
                                "a device has at most 16 tokens in force, not 17; rotate its token"
                                        + " again when some have come to their end"));
    }

    private static String[] tokens(int count) {
        return IntStream.range(0, count).mapToObj(i -> "token-" + i).toArray(String[]::new);
    }

    @Test
    void knowsAMillionDevicesAndTenThousandProfilesByDefault() {
        assertThat(new DeviceDirectory().maxDevices()).isEqualTo(1_000_000);
        assertThat(DeviceDirectory.MAX_DELETIONS).isEqualTo(10_000);
        assertThat(new TopicRules().maxProfiles()).isEqualTo(10_000);
    }

    @Test
    void remembersTenThousandDeletionsByDefault() {
        DeviceDirectory directory = new DeviceDirectory();
        for (int i = 0; i < 10_000; i++) {
            directory.remove(new DeviceId("d" + i), 10);
        }

        directory.put(identity("d0", 9));
        assertThat(directory.size()).isZero();
        directory.remove(new DeviceId("one-more"), 10);
        directory.put(identity("d0", 9));

        assertThat(directory.size()).isEqualTo(1);
    }

    private void put(String id) {
        put(id, KnownDevices.tokenOf(id));
    }

    private void put(String id, String... tokens) {
        byte[] json = KnownDevices.deviceChange(id, "p", ++version, false, tokens).toJson();
        changes.apply(Topic.DEVICES, id, json);
    }

    private void delete(String id, long at) {
        String json =
                "{\"kind\":\"device\",\"key\":\"%s\",\"version\":%d,\"deleted\":true}"
                        .formatted(id, at);
        changes.apply(Topic.DEVICES, id, json.getBytes(StandardCharsets.UTF_8));
    }

    private void profile(String id) {
        String yaml =
                """
                profile: %s
                kind: manhole-cover
                vendor: generic
                model: m
                report: { every: 24h }
                topics: [ up ]
                points: { tilt: { unit: deg } }
                layout: { json: { sequence: seq, time: time } }
                examples: [ { title: a, text: '{}', points: {} } ]
                """
                        .formatted(id)
                        .replace("\n", "\\n");
        String json =
                "{\"kind\":\"profile\",\"key\":\"%s\",\"version\":1,\"body\":{\"yaml\":\"%s\"}}"
                        .formatted(id, yaml);
        changes.apply(Topic.PROFILES, id, json.getBytes(StandardCharsets.UTF_8));
    }

    private List<GatewayEvent.RegistryRecordSkipped> skipped() {
        return events.all(GatewayEvent.RegistryRecordSkipped.class);
    }

    private static Identity identity(String id, long version) {
        return new Identity(new DeviceId(id), "p", false, List.of(), "", version);
    }

    private static Identity of(String profile) {
        return new Identity(new DeviceId("d"), profile, false, List.of(), "", 1);
    }
}
