// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.coverage;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;
import org.lamplighter.coverage.Mapping.Field;
import org.lamplighter.coverage.Mapping.Meaning;
import org.lamplighter.coverage.Mapping.OfPoint;
import org.lamplighter.coverage.Mapping.Rules;
import org.lamplighter.coverage.VectorFile.Vector;
import org.lamplighter.decode.Decoder;
import org.lamplighter.decode.Decoding;
import org.lamplighter.profile.Example;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.FrameId;
import org.lamplighter.reading.Payload;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;
import org.lamplighter.reading.Reading;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Decodes the frames of one file, and compares what they say with what is expected of them. */
final class Judge {
    private final Decoder decoder;
    private final Mapping mapping;

    Judge(Decoder decoder, Mapping mapping) {
        this.decoder = decoder;
        this.mapping = mapping;
    }

    /**
     * What came of one frame.
     *
     * @param skipped why it is not judged, or empty
     * @param refused why it must give a fault, or empty
     * @param wrong what is not right, each in one line; nothing if all is
     * @param ignored why fields are not compared, by their paths in the mapping
     * @param rewritten why fields are compared with another value, by what that is
     */
    record Verdict(
            Vector vector,
            String skipped,
            String refused,
            List<String> wrong,
            SortedMap<String, String> ignored,
            SortedMap<String, String> rewritten) {
        boolean isRight() {
            return skipped.isEmpty() && wrong.isEmpty();
        }
    }

    Verdict judge(Vector vector) {
        Rules own = mapping.frames().getOrDefault(vector.key(), Rules.NONE);
        String refused = own.nothing();
        if (refused.isEmpty() && vector.refused()) {
            refused = "the vendor's decoder gives an error";
        }
        Verdict verdict =
                new Verdict(
                        vector,
                        own.ignored(),
                        refused,
                        new ArrayList<>(),
                        new TreeMap<>(),
                        new TreeMap<>());
        List<String> wrong = verdict.wrong();
        if (own.ignored().isEmpty()) {
            boolean nothing = !refused.isEmpty();
            switch (decoder.decode(frame(vector, own), 0)) {
                case Decoding.Undecodable undecodable -> {
                    if (!nothing) {
                        wrong.add(undecodable.fault() + ": " + undecodable.detail());
                    }
                }
                case Decoding.Decoded decoded -> {
                    if (nothing) {
                        wrong.add("it is read, and has no meaning");
                    } else {
                        vector.expected()
                                .forEach(
                                        (path, leaf) ->
                                                compare(
                                                        path,
                                                        leaf,
                                                        rule(path, own),
                                                        decoded.readings(),
                                                        verdict));
                    }
                }
            }
        }
        return verdict;
    }

    private record Found(Field field, List<Integer> indexes) {}

    private @Nullable Found rule(String path, Rules own) {
        return rule(mapping, path, own);
    }

    private static @Nullable Found rule(Mapping mapping, String path, Rules own) {
        List<Field> all = new ArrayList<>(own.fields());
        all.addAll(mapping.of().fields());
        for (Field field : all) {
            List<Integer> indexes = field.path().match(path);
            if (indexes != null) {
                return new Found(field, indexes);
            }
        }
        return null;
    }

    private Frame frame(Vector vector, Rules own) {
        Instant received = toldTime(vector, own).orElse(Example.DEFAULT_RECEIVED_AT);
        return new Frame(
                new FrameId("vectors", FrameId.firstCounterOf(received)),
                new DeviceId("device"),
                "/vectors",
                vector.channel(),
                Payload.parseHex(vector.hex()));
    }

    /** A minute after the newest time that the frame tells, so that its clock is believed. */
    private Optional<Instant> toldTime(Vector vector, Rules own) {
        return vector.expected().entrySet().stream()
                .filter(
                        leaf -> {
                            Found found = rule(leaf.getKey(), own);
                            return found != null && found.field().meaning() instanceof Meaning.Time;
                        })
                .flatMap(leaf -> time(leaf.getValue()).stream())
                .max(Instant::compareTo)
                .map(newest -> newest.plusSeconds(60));
    }

    private static void compare(
            String path,
            JsonNode leaf,
            @Nullable Found found,
            List<Reading> readings,
            Verdict verdict) {
        if (found == null) {
            verdict.wrong().add(path + " is not in the mapping");
            return;
        }
        int index = found.indexes().isEmpty() ? 0 : found.indexes().getFirst();
        switch (found.field().meaning()) {
            case Meaning.Ignored none ->
                    verdict.ignored().put(found.field().path().text(), none.reason());
            case Meaning.Time time -> {
                Optional<Instant> expected = time(leaf);
                String ours =
                        index < readings.size()
                                ? readings.get(index).eventTime().toString()
                                : "no reading";
                if (expected.isEmpty() || !expected.get().toString().equals(ours)) {
                    verdict.wrong()
                            .add(
                                    path
                                            + " is "
                                            + expected.map(Instant::toString)
                                                    .orElseGet(leaf::asText)
                                            + ", here "
                                            + ours);
                }
            }
            case Meaning.OfPoints points -> {
                for (OfPoint point : points.points()) {
                    PointValue ours = value(point, index, !found.indexes().isEmpty(), readings);
                    if (!agrees(leaf, ours, point)) {
                        verdict.wrong().add(path + " is " + leaf + ", here " + shown(ours));
                    }
                    point.rewritten(expected(leaf, point))
                            .ifPresent(
                                    to ->
                                            verdict.rewritten()
                                                    .put(
                                                            path + " " + leaf + " as " + to,
                                                            point.because()));
                }
            }
        }
    }

    private static @Nullable PointValue value(
            OfPoint point, int index, boolean counted, List<Reading> readings) {
        boolean numbered = point.name().contains("{");
        PointName name =
                new PointName(
                        point.name()
                                .replace("{n}", Integer.toString(index + 1))
                                .replace("{i}", Integer.toString(index)));
        return readings.stream()
                .filter(reading -> reading.points().containsKey(name))
                .skip(counted && !numbered ? index : 0)
                .findFirst()
                .map(reading -> reading.points().get(name))
                .orElse(null);
    }

    /** What is expected, without what stands before or after a number. */
    private static String expected(JsonNode leaf, OfPoint point) {
        String text = leaf.isNull() ? "null" : leaf.asText();
        return point.strip().isEmpty() ? text : text.replace(point.strip(), "").strip();
    }

    private static boolean agrees(JsonNode leaf, @Nullable PointValue ours, OfPoint point) {
        String text = expected(leaf, point);
        String meant = point.values().get(text);
        if (meant == null) {
            meant = point.values().get("default");
        }
        if (leaf.isNull()) {
            return ours == null;
        }
        String expected = meant == null ? text : meant;
        return switch (ours) {
            case null -> false;
            case PointValue.Flag flag -> expected.equals(Boolean.toString(flag.value()));
            case PointValue.Text other -> expected.equals(other.value());
            case PointValue.Quantity quantity -> near(expected, quantity.value(), point);
        };
    }

    private static boolean near(String text, double ours, OfPoint point) {
        BigDecimal written;
        try {
            written = new BigDecimal(text);
        } catch (NumberFormatException e) {
            return false;
        }
        double expected = written.multiply(point.scale()).doubleValue();
        double away = Math.abs(expected - ours);
        double half = written.scale() >= 3 ? 0.5000001 * Math.pow(10, -written.scale()) : 0;
        return away <= 1e-9 * Math.abs(expected)
                || away <= half * Math.abs(point.scale().doubleValue());
    }

    private static Optional<Instant> time(JsonNode leaf) {
        if (leaf.isNumber()) {
            long number = leaf.asLong();
            return Optional.of(
                    number > 100_000_000_000L
                            ? Instant.ofEpochMilli(number)
                            : Instant.ofEpochSecond(number));
        }
        try {
            return Optional.of(
                    leaf.asText().endsWith("GMT")
                            ? ZonedDateTime.parse(
                                            leaf.asText(), DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant()
                            : Instant.parse(leaf.asText()));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String shown(@Nullable PointValue value) {
        return switch (value) {
            case null -> "nothing";
            case PointValue.Quantity quantity -> Double.toString(quantity.value());
            case PointValue.Flag flag -> Boolean.toString(flag.value());
            case PointValue.Text text -> '"' + text.value() + '"';
        };
    }

    /** Frames and fields that the mapping names and the file does not have. */
    static List<String> strangers(Mapping mapping, VectorFile file) {
        List<String> all = new ArrayList<>(mapping.frames().keySet());
        Set<Field> idle = new LinkedHashSet<>(mapping.of().fields());
        mapping.frames().values().forEach(own -> idle.addAll(own.fields()));
        for (Vector vector : file.vectors()) {
            all.remove(vector.key());
            Rules own = mapping.frames().getOrDefault(vector.key(), Rules.NONE);
            for (String path : vector.expected().keySet()) {
                Found found = rule(mapping, path, own);
                if (found != null) {
                    idle.remove(found.field());
                }
            }
        }
        idle.forEach(field -> all.add(field.path().text()));
        return all;
    }
}
