// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import org.lamplighter.profile.Example.Expectation;
import org.lamplighter.profile.Example.ExpectedTime;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.Mark;
import org.lamplighter.reading.Payload;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the examples of a profile. */
final class ExampleReader {
    private static final List<String> KEYS =
            List.of(
                    "title",
                    "hex",
                    "text",
                    "channel",
                    "received",
                    "points",
                    "readings",
                    "fault",
                    "time",
                    "marks");
    private static final List<String> READING_KEYS = List.of("points", "time", "marks", "child");
    private static final Map<String, Mark> MARKS =
            Map.of(
                    "clock-suspect", Mark.CLOCK_SUSPECT,
                    "history", Mark.HISTORY,
                    "checksum-wrong", Mark.CHECKSUM_WRONG);
    private static final List<String> MARK_WORDS = MARKS.keySet().stream().sorted().toList();

    /** The earliest and the latest time at which a frame can be received. */
    private static final Instant FIRST_RECEIVED = Instant.ofEpochMilli(1);

    private static final Instant LAST_RECEIVED = Instant.parse("2200-01-01T00:00:00Z");

    private final SortedMap<PointName, Point> points;

    private ExampleReader(SortedMap<PointName, Point> points) {
        this.points = points;
    }

    static List<Example> read(YamlValue value, SortedMap<PointName, Point> points) {
        ExampleReader reader = new ExampleReader(points);
        List<Example> examples = new ArrayList<>();
        for (YamlValue item : value.list("examples").orElseGet(List::of)) {
            item.map("an example", KEYS).flatMap(reader::example).ifPresent(examples::add);
        }
        return examples;
    }

    private Optional<Example> example(YamlMap map) {
        Optional<String> title =
                map.need("title", "what it shows").flatMap(v -> v.text("a title", 200));
        Optional<Payload> payload =
                map.needOneOf(List.of("hex", "text")).flatMap(k -> bytes(map, k));
        Optional<Expectation> expectation =
                map.needOneOf(List.of("points", "readings", "fault"))
                        .flatMap(key -> expectation(key, map));
        String channel =
                map.find("channel")
                        .flatMap(v -> v.text("a channel", Frame.MAX_CHANNEL_LENGTH))
                        .orElse("");
        var received =
                map.find("received")
                        .flatMap(v -> v.time("received", FIRST_RECEIVED, LAST_RECEIVED));
        if (title.isEmpty() || payload.isEmpty() || expectation.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Example(
                        title.get(),
                        map.asValue().line(),
                        payload.get(),
                        channel,
                        received.orElse(Example.DEFAULT_RECEIVED_AT),
                        expectation.get()));
    }

    private static Optional<Payload> bytes(YamlMap map, String key) {
        Optional<YamlValue> value = map.find(key);
        return key.equals("hex")
                ? value.flatMap(v -> v.hex("hex", Payload.MAX_LENGTH)).map(Payload::wrap)
                : value.flatMap(v -> v.text("text", Payload.MAX_LENGTH / 4))
                        .map(text -> Payload.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private Optional<Expectation> expectation(String key, YamlMap map) {
        return switch (key) {
            case "points" -> Optional.of(new Example.Readings(List.of(pointsOf(map))));
            case "readings" -> {
                reportTimeAndMarks(map, "an example with readings has", "write it at the reading");
                yield map.find(key)
                        .flatMap(v -> v.list("readings"))
                        .map(
                                items ->
                                        new Example.Readings(
                                                items.stream()
                                                        .map(v -> v.map("a reading", READING_KEYS))
                                                        .flatMap(Optional::stream)
                                                        .map(this::pointsOf)
                                                        .toList()));
            }
            default -> faultOf(map);
        };
    }

    private static void reportTimeAndMarks(YamlMap map, String what, String hint) {
        for (String key : List.of("time", "marks")) {
            if (map.has(key)) {
                map.requireKey(key).report(ProfileIssue.WRONG_FOR_TYPE, what + " no " + key, hint);
            }
        }
    }

    private static Optional<Expectation> faultOf(YamlMap map) {
        reportTimeAndMarks(map, "an example with a fault gives no reading and so", "remove it");
        List<String> faults = Arrays.stream(DecodeFault.values()).map(Enum::name).toList();
        return map.find("fault")
                .flatMap(v -> v.word("a fault", faults))
                .map(name -> new Example.Fault(DecodeFault.valueOf(name)));
    }

    private Example.Points pointsOf(YamlMap map) {
        SortedMap<PointName, PointValue> values = new TreeMap<>();
        map.find("points")
                .flatMap(v -> v.openMap("points"))
                .ifPresent(
                        all ->
                                all.entries()
                                        .values()
                                        .forEach(entry -> expectedPoint(entry, values)));
        Set<Mark> marks = EnumSet.noneOf(Mark.class);
        for (YamlValue item : map.find("marks").flatMap(v -> v.list("marks")).orElseGet(List::of)) {
            item.word("a mark", MARK_WORDS).map(MARKS::get).ifPresent(marks::add);
        }
        ExpectedTime time =
                map.find("time")
                        .flatMap(v -> v.time("time"))
                        .<ExpectedTime>map(ExpectedTime.At::new)
                        .orElseGet(ExpectedTime.Any::new);
        String child = map.find("child").flatMap(v -> v.text("a child", 128)).orElse("");
        return new Example.Points(values, marks, time, child);
    }

    private void expectedPoint(YamlMap.Entry entry, Map<PointName, PointValue> values) {
        Optional<Point> point = PointReader.pointOf(entry.key(), points);
        point.flatMap(known -> PointReader.valueOf(entry.value(), known))
                .ifPresent(value -> values.put(point.orElseThrow().name(), value));
    }
}
