// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.apache.flink.util.Collector;
import org.lamplighter.log.Change;
import org.lamplighter.log.Tick;
import org.lamplighter.profile.ShippedProfiles;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.FrameId;
import org.lamplighter.reading.Payload;
import org.lamplighter.registry.ChildName;
import org.lamplighter.registry.Credentials;
import org.lamplighter.registry.Device;
import org.lamplighter.registry.Location;
import org.lamplighter.rule.ShippedPacks;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes the records of {@code frames} for a test, partition by partition, as a broker would. */
final class TestLog {
    static final Instant START = Instant.parse("2026-11-21T00:00:00Z");

    private final int partitions;
    private final Map<Integer, List<LogItem>> items = new TreeMap<>();
    private final Map<Integer, List<Change>> devices = new HashMap<>();
    private final List<Change> more = new ArrayList<>();
    private long counter;
    private long version = 1000;

    TestLog(int partitions) {
        this.partitions = partitions;
        for (int partition = 0; partition < partitions; partition++) {
            items.put(partition, new ArrayList<>());
        }
    }

    /** Any partition will do, as long as a device keeps it. */
    int partitionOf(String device) {
        return Math.floorMod(device.hashCode(), partitions);
    }

    int laneOf(String device) {
        return Lane.of(partitionOf(device), device);
    }

    // ---- the registry before the log begins

    /** The shipped profiles and packs, and the devices of {@link #known}. */
    RegistrySnapshot snapshot() {
        List<Change> shared = new ArrayList<>();
        long shipped = 0;
        for (ShippedProfiles.Shipped profile : ShippedProfiles.all()) {
            shared.add(profile(profile.id(), profile.yaml(), ++shipped));
        }
        for (ShippedPacks.Shipped pack : ShippedPacks.all()) {
            shared.add(rules(pack.name(), pack.yaml(), ++shipped));
        }
        shared.addAll(more);
        return new RegistrySnapshot(shared, devices);
    }

    /** A profile or pack beside those shipped, with a version between theirs and 1,000. */
    TestLog known(Change change) {
        more.add(change);
        return this;
    }

    TestLog known(String device, String profile) {
        return known(device, profile, Map.of());
    }

    TestLog known(String device, String profile, Map<String, String> attributes) {
        devices.computeIfAbsent(laneOf(device), lane -> new ArrayList<>())
                .add(device(device, profile, attributes, ++version));
        return this;
    }

    TestLog knownChild(String parent, String child, String profile) {
        devices.computeIfAbsent(laneOf(parent), lane -> new ArrayList<>())
                .add(child(parent, child, profile, false, ++version));
        return this;
    }

    static Change profile(String id, String yaml, long version) {
        return new Change(
                Change.Kind.PROFILE,
                id,
                version,
                new Change.Effect.Put(object().put("id", id).put("yaml", yaml)));
    }

    static Change rules(String pack, String yaml, long version, String... overrides) {
        ObjectNode body = object().put("pack", pack).put("yaml", yaml);
        var array = body.putArray("overrides");
        for (String override : overrides) {
            String[] parts = override.split("=", 3);
            array.addObject()
                    .put("scope", parts[0])
                    .put("parameter", parts[1])
                    .put("value", parts[2]);
        }
        return new Change(Change.Kind.RULES, pack, version, new Change.Effect.Put(body));
    }

    private static Change device(
            String id, String profile, Map<String, String> attributes, long version) {
        Device device =
                new Device(
                        new DeviceId(id),
                        profile,
                        "",
                        new Location.Unknown(),
                        List.of(),
                        new TreeMap<>(attributes),
                        false,
                        Credentials.NONE);
        return new Change(Change.Kind.DEVICE, id, version, new Change.Effect.Put(device.toJson()));
    }

    private static Change child(
            String parent, String child, String profile, boolean disabled, long version) {
        Device device =
                new Device(
                        new DeviceId(ChildName.idOf(new DeviceId(parent), child)),
                        profile,
                        "",
                        new Location.Unknown(),
                        List.of(),
                        new TreeMap<>(),
                        disabled,
                        Credentials.NONE,
                        Optional.of(new DeviceId(parent)));
        return new Change(
                Change.Kind.DEVICE,
                device.id().value(),
                version,
                new Change.Effect.Put(device.toJson()));
    }

    // ---- records

    TestLog ticks(String gateway, Instant from, Instant to, Duration every) {
        for (Instant at = from; at.isBefore(to); at = at.plus(every)) {
            tick(gateway, at);
        }
        return this;
    }

    TestLog tick(String gateway, Instant at) {
        for (int partition = 0; partition < partitions; partition++) {
            append(
                    partition,
                    at,
                    LogItem.Kind.TICK,
                    "",
                    "",
                    "",
                    new Tick(gateway, List.of("mqtt")).toJson());
        }
        return this;
    }

    /** A frame with a device time and a sequence number. */
    TestLog frame(
            String gateway,
            String device,
            Instant logged,
            Instant event,
            long sequence,
            String members) {
        String json = "{\"seq\":%d,\"time\":\"%s\",%s}".formatted(sequence, event, members);
        return raw(gateway, device, logged, json);
    }

    TestLog raw(String gateway, String device, Instant logged, String payload) {
        return bytes(gateway, device, logged, payload.getBytes(StandardCharsets.UTF_8));
    }

    TestLog bytes(String gateway, String device, Instant logged, byte[] payload) {
        String id =
                new FrameId(
                                gateway,
                                FrameId.firstCounterOf(logged) + (++counter % FrameId.PER_MILLI))
                        .toString();
        append(
                partitionOf(device),
                logged,
                LogItem.Kind.FRAME,
                device,
                id,
                "/" + gateway + "/mqtt",
                payload);
        return this;
    }

    TestLog foreign(int partition, Instant logged) {
        append(partition, logged, LogItem.Kind.FOREIGN, "who", "", "", new byte[] {1, 2, 3});
        return this;
    }

    TestLog registered(String device, String profile, Instant at) {
        return registered(device, profile, Map.of(), at);
    }

    TestLog registered(String device, String profile, Map<String, String> attributes, Instant at) {
        Change change = device(device, profile, attributes, ++version);
        append(partitionOf(device), at, LogItem.Kind.CHANGE, device, "", "", change.toJson());
        return this;
    }

    TestLog deleted(String device, Instant at) {
        Change change =
                new Change(Change.Kind.DEVICE, device, ++version, new Change.Effect.Delete());
        for (String home : change.homes()) {
            append(partitionOf(home), at, LogItem.Kind.CHANGE, home, "", "", change.toJson());
        }
        return this;
    }

    TestLog registeredChild(String parent, String child, String profile, Instant at) {
        return childChanged(child(parent, child, profile, false, ++version), at);
    }

    TestLog disabledChild(String parent, String child, String profile, Instant at) {
        return childChanged(child(parent, child, profile, true, ++version), at);
    }

    private TestLog childChanged(Change change, Instant at) {
        String home = change.homes().getFirst();
        append(partitionOf(home), at, LogItem.Kind.CHANGE, home, "", "", change.toJson());
        return this;
    }

    /** A change of a profile or pack, with the next version. */
    TestLog changed(Change change, Instant at) {
        Change next = new Change(change.kind(), change.key(), ++version, change.effect());
        for (int partition = 0; partition < partitions; partition++) {
            append(partition, at, LogItem.Kind.CHANGE, "", "", "", next.toJson());
        }
        return this;
    }

    private void append(
            int partition,
            Instant at,
            LogItem.Kind kind,
            String key,
            String id,
            String source,
            byte[] value) {
        requireNonNull(items.get(partition))
                .add(
                        new LogItem(
                                LogItem.NO_LANE,
                                partition,
                                0,
                                at.toEpochMilli(),
                                kind,
                                key,
                                id,
                                source,
                                kind == LogItem.Kind.FRAME ? "v1/frames" : "",
                                Payload.wrap(value)));
    }

    // ---- reading it

    /**
     * Each partition's records in the order of log time, with their offsets, each sent to its
     * lanes.
     */
    List<List<LogItem>> routed() {
        List<List<LogItem>> all = new ArrayList<>();
        items.forEach(
                (partition, written) -> {
                    List<LogItem> sorted = new ArrayList<>(written);
                    sorted.sort((a, b) -> Long.compare(a.logMillis(), b.logMillis()));
                    List<LogItem> routed = new ArrayList<>();
                    for (int offset = 0; offset < sorted.size(); offset++) {
                        LogItem item = sorted.get(offset);
                        route(
                                new LogItem(
                                        item.lane(),
                                        partition,
                                        offset,
                                        item.logMillis(),
                                        item.kind(),
                                        item.key(),
                                        item.id(),
                                        item.source(),
                                        item.channel(),
                                        item.value()),
                                routed);
                    }
                    all.add(routed);
                });
        return all;
    }

    private static void route(LogItem item, List<LogItem> into) {
        new LaneRouter()
                .flatMap(
                        item,
                        new Collector<>() {
                            @Override
                            public void collect(LogItem routed) {
                                into.add(routed);
                            }

                            @Override
                            public void close() {}
                        });
    }

    static Instant at(double minutes) {
        return START.plusMillis((long) (minutes * 60_000));
    }

    static String tilt(double degrees) {
        return String.format(Locale.ROOT, "\"tilt\":%.1f", degrees);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
