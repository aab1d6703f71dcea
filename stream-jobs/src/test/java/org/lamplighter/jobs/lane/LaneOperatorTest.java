// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lamplighter.alarm.AlarmCodec;
import org.lamplighter.decode.ProfileCatalog;
import org.lamplighter.detect.Detection;
import org.lamplighter.detect.DetectorState;
import org.lamplighter.detect.DeviceDetector;
import org.lamplighter.evaluate.ServedClocks;
import org.lamplighter.evaluate.Subject;
import org.lamplighter.log.Change;
import org.lamplighter.log.FrameRecords;
import org.lamplighter.log.ReadingCodec;
import org.lamplighter.log.Tick;
import org.lamplighter.log.Topic;
import org.lamplighter.reading.Payload;
import org.lamplighter.registry.Device;
import org.lamplighter.rule.RuleBook;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** P4b: one and the same log gives the same readings and alarm events, byte for byte. */
final class LaneOperatorTest {
    private static final int PARTITIONS = 2;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void givesTheSameBytesAtAnyPaceKilledAnywhereAndRescaled(int parallelism) throws Exception {
        for (long seed = 0; seed < 2; seed++) {
            TestLog log = RandomLog.eventful(seed, PARTITIONS);
            Map<Integer, List<TopicRecord>> expected = Lanes.over(log).output;

            assertThat(
                            differences(
                                    expected,
                                    chopped(
                                            log,
                                            new Random(seed * 31 + parallelism),
                                            parallelism,
                                            new HashMapStateBackend())))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void givesTheSameBytesOfTheSixtyFourLampsOfEachCabinet(int parallelism) throws Exception {
        TestLog log = Cabinet.eventful(PARTITIONS);
        Lanes lanes = Lanes.over(log);
        assertThat(lanes.standing()).hasSizeGreaterThan(20);

        assertThat(
                        differences(
                                lanes.output,
                                chopped(
                                        log,
                                        new Random(parallelism),
                                        parallelism,
                                        new HashMapStateBackend())))
                .isEmpty();
        System.out.printf(
                "Cabinets at parallelism %d: %d readings of %d devices, %d alarm events%n",
                parallelism,
                lanes.readings().size(),
                lanes.readings().stream().map(each -> each.reading().device()).distinct().count(),
                lanes.alarms().size());
    }

    @Test
    void givesTheSameBytesOnRocksDb() throws Exception {
        TestLog log = RandomLog.eventful(7, PARTITIONS);

        assertThat(
                        differences(
                                Lanes.over(log).output,
                                chopped(log, new Random(7), 2, new EmbeddedRocksDBStateBackend())))
                .isEmpty();
    }

    @Test
    void agreesWithAPlainLoopOverTheDetector() throws Exception {
        TestLog log = new TestLog(PARTITIONS);
        TestLog eventful = RandomLog.eventful(11, PARTITIONS);
        RegistrySnapshot registry = eventful.snapshot();
        List<List<LogItem>> partitions =
                eventful.routed().stream()
                        .map(
                                items ->
                                        items.stream()
                                                .filter(item -> item.kind() != LogItem.Kind.CHANGE)
                                                .toList())
                        .toList();
        assertThat(log.partitionOf("D-1")).isEqualTo(eventful.partitionOf("D-1"));

        List<String> expected = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            for (int lane = Lane.first(partition); lane < Lane.first(partition + 1); lane++) {
                loop(lane, registry, partitions.get(partition), expected);
            }
        }

        Map<Integer, List<TopicRecord>> actual;
        try (OperatorHarness harness =
                OperatorHarness.begin(registry, PARTITIONS, 2, new HashMapStateBackend())) {
            for (List<LogItem> items : partitions) {
                for (LogItem item : items) {
                    harness.apply(item);
                }
            }
            actual = harness.output();
            assertThat(harness.alarms())
                    .hasSize(
                            (int)
                                    actual.values().stream()
                                            .flatMap(List::stream)
                                            .filter(record -> record.topic() == Topic.ALARMS)
                                            .count());
        }

        assertThat(
                        actual.values().stream()
                                .flatMap(List::stream)
                                .filter(
                                        record ->
                                                record.topic() == Topic.ALARMS
                                                        || record.topic() == Topic.READINGS)
                                .map(
                                        record ->
                                                record.key()
                                                        + " "
                                                        + record.topic()
                                                        + " "
                                                        + record.value().toHex()))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    /** The first difference of each lane, in few words. */
    private static List<String> differences(
            Map<Integer, List<TopicRecord>> expected, Map<Integer, List<TopicRecord>> actual) {
        List<String> differences = new ArrayList<>();
        TreeSet<Integer> lanes = new TreeSet<>(expected.keySet());
        lanes.addAll(actual.keySet());
        for (int lane : lanes) {
            List<TopicRecord> wanted = expected.getOrDefault(lane, List.of());
            List<TopicRecord> got = actual.getOrDefault(lane, List.of());
            int same = 0;
            while (same < wanted.size()
                    && same < got.size()
                    && wanted.get(same).equals(got.get(same))) {
                same++;
            }
            if (same < wanted.size() || same < got.size()) {
                differences.add(
                        "lane "
                                + lane
                                + ", record "
                                + same
                                + " of "
                                + wanted.size()
                                + ": expected "
                                + inWords(wanted, same)
                                + ", got "
                                + inWords(got, same));
            }
        }
        return differences;
    }

    private static String inWords(List<TopicRecord> records, int index) {
        if (index >= records.size()) {
            return "nothing";
        }
        TopicRecord record = records.get(index);
        return record + " " + new String(record.value().toByteArray(), StandardCharsets.UTF_8);
    }

    /** The differential loop: no queue of due times, every device asked at every tick. */
    private static void loop(
            int lane, RegistrySnapshot registry, List<LogItem> items, List<String> out) {
        DeviceDetector detector = DeviceDetector.DEFAULT;
        ServedClocks clocks = new ServedClocks();
        RegistryInForce inForce = RegistryInForce.EMPTY;
        for (var change : registry.shared()) {
            inForce = inForce.after(change);
        }
        ProfileCatalog profiles = inForce.profiles();
        RuleBook rules = inForce.rules();
        TreeMap<String, Subject> subjects = new TreeMap<>();
        TreeMap<String, DetectorState> states = new TreeMap<>();
        for (LogItem item : items) {
            if (item.lane() != lane) {
                continue;
            }
            if (subjects.isEmpty()) {
                for (var change : registry.devicesOf(lane)) {
                    Device device = Device.parse(((Change.Effect.Put) change.effect()).body());
                    Subject subject =
                            DeviceDetector.subjectOf(
                                    device, profiles.find(device.profile()).orElseThrow());
                    subjects.put(change.key(), subject);
                    keep(
                            change.key(),
                            detector.onRegistered(subject, rules, item.logTime(), clocks),
                            states,
                            out);
                }
            }
            switch (item.kind()) {
                case TICK -> {
                    clocks.onTick(Tick.parse(item.value().toByteArray()), item.logTime());
                    for (String device : new TreeSet<>(subjects.keySet())) {
                        keep(
                                device,
                                detector.onTime(
                                        state(states, device),
                                        requireNonNull(subjects.get(device)),
                                        rules,
                                        item.logTime(),
                                        clocks),
                                states,
                                out);
                    }
                }
                case FRAME -> {
                    Subject subject = subjects.get(item.key());
                    if (subject != null) {
                        keep(
                                item.key(),
                                detector.onFrame(
                                        state(states, item.key()),
                                        subject,
                                        rules,
                                        profiles.find(subject.device().profile()).orElseThrow(),
                                        FrameRecords.parse(
                                                item.key(),
                                                Map.of(
                                                        FrameRecords.ID, item.id(),
                                                        FrameRecords.SOURCE, item.source(),
                                                        FrameRecords.CHANNEL, item.channel()),
                                                item.value().toByteArray()),
                                        item.position(),
                                        clocks),
                                states,
                                out);
                    }
                }
                case CHANGE, FOREIGN -> {}
            }
        }
    }

    private static DetectorState state(Map<String, DetectorState> states, String device) {
        return states.getOrDefault(device, DetectorState.EMPTY);
    }

    private static void keep(
            String device,
            Detection detection,
            Map<String, DetectorState> states,
            List<String> out) {
        states.put(device, detection.next());
        detection
                .readings()
                .forEach(
                        reading ->
                                out.add(
                                        device
                                                + " READINGS "
                                                + Payload.wrap(ReadingCodec.encode(reading))
                                                        .toHex()));
        detection
                .alarms()
                .forEach(
                        alarm ->
                                out.add(
                                        device
                                                + " ALARMS "
                                                + Payload.wrap(AlarmCodec.toJson(alarm)).toHex()));
    }

    /**
     * Reads a log at some pace (its partitions interleaved at random), killed at random places:
     * back to the last snapshot, at another parallelism, what was put out since then put out again.
     */
    private static Map<Integer, List<TopicRecord>> chopped(
            TestLog log, Random random, int parallelism, StateBackend backend) throws Exception {
        List<LogItem> items = interleaved(log.routed(), random);
        Map<Integer, List<TopicRecord>> kept = new TreeMap<>();
        OperatorHarness harness =
                OperatorHarness.begin(log.snapshot(), PARTITIONS, parallelism, backend);
        int position = 0;
        for (int snapshots = 1; position < items.size(); snapshots++) {
            int next = Math.min(items.size(), position + 1 + random.nextInt(items.size() / 5));
            for (; position < next; position++) {
                harness.apply(items.get(position));
            }
            OperatorHarness.Snapshot snapshot = harness.snapshot(snapshots);
            harness.output()
                    .forEach(
                            (lane, records) ->
                                    kept.computeIfAbsent(lane, key -> new ArrayList<>())
                                            .addAll(records));
            // what comes after the snapshot is lost with the kill, and must come again
            int killed = Math.min(items.size(), position + random.nextInt(500));
            for (int i = position; i < killed; i++) {
                harness.apply(items.get(i));
            }
            harness.close();
            int other = 1 << random.nextInt(3);
            harness =
                    OperatorHarness.restore(
                            snapshot,
                            log.snapshot(),
                            PARTITIONS,
                            random.nextBoolean() ? parallelism : other,
                            backend);
        }
        harness.close();
        return kept;
    }

    private static List<LogItem> interleaved(List<List<LogItem>> partitions, Random random) {
        List<LogItem> all = new ArrayList<>();
        int[] next = new int[partitions.size()];
        int left = partitions.stream().mapToInt(List::size).sum();
        while (left > 0) {
            int partition = random.nextInt(partitions.size());
            int run = random.nextInt(5_000);
            List<LogItem> items = partitions.get(partition);
            for (; run > 0 && next[partition] < items.size(); run--, left--) {
                all.add(items.get(next[partition]++));
            }
        }
        return all;
    }
}
