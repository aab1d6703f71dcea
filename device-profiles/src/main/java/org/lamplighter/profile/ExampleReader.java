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
                    "fault",
                    "time",
                    "marks");
    private static final Map<String, Mark> MARKS =
            Map.of(
                    "clock-suspect", Mark.CLOCK_SUSPECT,
                    "history", Mark.HISTORY,
                    "checksum-wrong", Mark.CHECKSUM_WRONG);
    private static final List<String> MARK_WORDS = MARKS.keySet().stream().sorted().toList();

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
                map.needOneOf(List.of("points", "fault"))
                        .flatMap(key -> key.equals("points") ? pointsOf(map) : faultOf(map));
        String channel =
                map.find("channel")
                        .flatMap(v -> v.text("a channel", Frame.MAX_CHANNEL_LENGTH))
                        .orElse("");
        var received = map.find("received").flatMap(v -> v.time("received"));
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

    private static Optional<Expectation> faultOf(YamlMap map) {
        for (String key : List.of("time", "marks")) {
            if (map.has(key)) {
                map.requireKey(key)
                        .report(
                                ProfileIssue.WRONG_FOR_TYPE,
                                "an example with a fault gives no reading and so no " + key,
                                "remove it");
            }
        }
        List<String> faults = Arrays.stream(DecodeFault.values()).map(Enum::name).toList();
        return map.find("fault")
                .flatMap(v -> v.word("a fault", faults))
                .map(name -> new Example.Fault(DecodeFault.valueOf(name)));
    }

    private Optional<Expectation> pointsOf(YamlMap map) {
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
        return Optional.of(new Example.Points(values, marks, time));
    }

    private void expectedPoint(YamlMap.Entry entry, Map<PointName, PointValue> values) {
        Optional<Point> point = PointReader.pointOf(entry.key(), points);
        point.flatMap(known -> PointReader.valueOf(entry.value(), known))
                .ifPresent(value -> values.put(point.orElseThrow().name(), value));
    }
}
