// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.binary;

import org.lamplighter.profile.Point;
import org.lamplighter.profile.PointReader;
import org.lamplighter.profile.ProfileIssue;
import org.lamplighter.profile.layout.Absences;
import org.lamplighter.profile.layout.Absences.Absent;
import org.lamplighter.profile.layout.Conversion;
import org.lamplighter.profile.layout.PointRef;
import org.lamplighter.profile.layout.Range;
import org.lamplighter.profile.layout.Use;
import org.lamplighter.reading.PointValue;
import org.lamplighter.unit.Agreement;
import org.lamplighter.unit.Ratio;
import org.lamplighter.unit.Unit;
import org.lamplighter.unit.UnitConversion;
import org.lamplighter.yaml.YamlIssue;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Reads how a raw number becomes the value of one point. */
public final class ConversionReader {
    private static final List<String> LINE = List.of("scale", "offset", "round", "delta", "unit");
    private static final int MAX_DECIMALS = 9;

    private final UseReader uses;
    private final YamlMap map;
    private final Point point;

    public ConversionReader(UseReader uses, YamlMap map, Point point) {
        this.uses = uses;
        this.map = map;
        this.point = point;
    }

    /** The use of an integer as the point. */
    public Optional<Use> integer(RawRange range, PointRef ref) {
        reportForeign(List.of("since", "plus"));
        Absences absences = absences(range, false);
        return conversion(range).map(conversion -> new Use.OfPoint(ref, absences, conversion));
    }

    /** The use of a number with a binary point as the point. */
    Optional<Use> floating(PointRef ref) {
        reportForeign(List.of("since", "plus"));
        for (String key : List.of("values", "pieces", "delta")) {
            if (map.has(key)) {
                map.requireKey(key)
                        .report(
                                ProfileIssue.WRONG_FOR_TYPE,
                                key + " are of integers",
                                "remove it, or read an integer");
            }
        }
        if (!(point.type() instanceof Point.Type.Quantity quantity)) {
            map.requireKey("point")
                    .report(
                            ProfileIssue.WRONG_FOR_TYPE,
                            "a number with a binary point is a quantity, and \""
                                    + point.name()
                                    + "\" is a "
                                    + point.type().word(),
                            "declare it with a unit, or read an integer");
            return Optional.empty();
        }
        Absences absences = absences(new RawRange(-(1L << 53), 1L << 53, 0), true);
        return Optional.of(new Use.OfPoint(ref, absences, line(map, quantity)));
    }

    private void reportForeign(List<String> keys) {
        for (String key : keys) {
            if (map.has(key)) {
                map.requireKey(key)
                        .report(
                                YamlIssue.EXCLUSIVE_KEYS,
                                key + " goes with a use, and this is a point",
                                "remove it");
            }
        }
    }

    private Optional<Conversion> conversion(RawRange range) {
        boolean quantity = point.type() instanceof Point.Type.Quantity;
        Optional<String> whole = Stream.of("values", "pieces").filter(map::has).findFirst();
        for (String key : LINE) {
            if (map.has(key) && (!quantity || !goesWith(whole, key))) {
                map.requireKey(key)
                        .report(
                                ProfileIssue.WRONG_FOR_TYPE,
                                quantity
                                        ? whole.orElse("")
                                                + " are not scaled, and this has "
                                                + whole.orElse("")
                                                + " and "
                                                + key
                                        : "only a quantity has a "
                                                + key
                                                + ", and \""
                                                + point.name()
                                                + "\" is a "
                                                + point.type().word(),
                                "remove " + key);
                break;
            }
        }
        if (quantity && map.has("delta") && map.has("offset")) {
            map.requireKey("offset")
                    .report(
                            YamlIssue.EXCLUSIVE_KEYS,
                            "a difference is added to a value that has its offset already, and this"
                                    + " has delta and offset",
                            "remove offset");
        }
        if (map.has("error") && !map.has("pieces")) {
            map.requireKey("error")
                    .report(
                            YamlIssue.EXCLUSIVE_KEYS,
                            "error goes with pieces, and this has none",
                            "remove it");
        }
        if (map.has("values")) {
            return map.find("values").flatMap(v -> lookup(v, range));
        }
        if (map.has("pieces")) {
            return map.find("pieces").flatMap(v -> pieces(v, range));
        }
        return switch (point.type()) {
            case Point.Type.Quantity type -> Optional.of(line(map, type));
            case Point.Type.Flag type -> Optional.of(new Conversion.NonZero());
            case Point.Type.Text type -> {
                map.asValue()
                        .report(
                                ProfileIssue.WRONG_FOR_TYPE,
                                "a number becomes the text \""
                                        + point.name()
                                        + "\" only by a list of values",
                                "add values: { 0: ok, 1: … }");
                yield Optional.empty();
            }
        };
    }

    /** Whether a key of a line goes with values or pieces, of which only pieces have a unit. */
    private static boolean goesWith(Optional<String> whole, String key) {
        return whole.isEmpty() || (key.equals("unit") && whole.get().equals("pieces"));
    }

    /** A line as its scale, offset, rounding and unit say. */
    public Conversion.Linear line(YamlMap from, Point.Type.Quantity type) {
        Ratio scale = from.find("scale").flatMap(v -> ratio(v, "scale")).orElse(Ratio.ONE);
        Ratio offset = from.find("offset").flatMap(v -> ratio(v, "offset")).orElse(Ratio.ZERO);
        OptionalInt round =
                map.find("round")
                        .flatMap(v -> v.integer("round", 0, MAX_DECIMALS))
                        .map(n -> OptionalInt.of(n.intValue()))
                        .orElseGet(OptionalInt::empty);
        boolean running = map.find("delta").flatMap(v -> v.flag("delta")).orElse(false);
        Conversion.Linear line = new Conversion.Linear(scale, offset, round, running);
        return map.find("unit").flatMap(v -> converted(v, type, line)).orElse(line);
    }

    private static Optional<Ratio> ratio(YamlValue value, String what) {
        return value.ratio(what).map(r -> Ratio.of(r.dividend()).over(Ratio.of(r.divisor())));
    }

    /** A line in the unit of what is sent, as one in the point's. */
    private Optional<Conversion.Linear> converted(
            YamlValue value, Point.Type.Quantity type, Conversion.Linear line) {
        Optional<Unit> sent = PointReader.unitOf(value);
        if (sent.isEmpty()) {
            return Optional.empty();
        }
        Agreement agreement =
                point.lel()
                        .map(lel -> UnitConversion.between(sent.get(), type.unit(), lel))
                        .orElseGet(() -> UnitConversion.between(sent.get(), type.unit()));
        return switch (agreement) {
            case Agreement.Agreed(UnitConversion to) ->
                    Optional.of(line.then(to.factor(), line.running() ? Ratio.ZERO : to.offset()));
            case Agreement.Different(String rule, String hint) -> {
                value.report(ProfileIssue.UNITS_DISAGREE, rule, hint);
                yield Optional.empty();
            }
        };
    }

    private Optional<Conversion> lookup(YamlValue value, RawRange range) {
        Optional<YamlMap> named = value.openMap("values");
        if (named.isEmpty()) {
            return Optional.empty();
        }
        List<Conversion.Entry> entries = new ArrayList<>();
        List<Range> taken = new ArrayList<>();
        Optional<PointValue> otherwise = Optional.empty();
        for (YamlMap.Entry entry : named.get().entries().values()) {
            Optional<PointValue> read = PointReader.valueOf(entry.value(), point);
            if (entry.key().isWord("default")) {
                otherwise = read;
                continue;
            }
            Ranges.raw(entry.key(), range)
                    .filter(raw -> Ranges.isFree(entry.key(), raw, taken, "value for"))
                    .ifPresent(
                            raw -> read.ifPresent(v -> entries.add(new Conversion.Entry(raw, v))));
        }
        return Optional.of(new Conversion.Lookup(entries, otherwise));
    }

    private Optional<Conversion> pieces(YamlValue value, RawRange range) {
        if (!(point.type() instanceof Point.Type.Quantity type)) {
            value.report(
                    ProfileIssue.WRONG_FOR_TYPE,
                    "only a quantity has pieces, and \""
                            + point.name()
                            + "\" is a "
                            + point.type().word(),
                    "remove pieces");
            return Optional.empty();
        }
        List<Conversion.Piece> pieces = new ArrayList<>();
        for (YamlValue item : value.list("pieces").orElseGet(List::of)) {
            Optional<YamlMap> piece =
                    item.map("a piece", List.of("from", "scale", "offset", "error"));
            Optional<Long> from =
                    piece.flatMap(m -> m.need("from", "0"))
                            .flatMap(v -> v.integer("from", range.min(), range.max()));
            if (piece.isEmpty() || from.isEmpty()) {
                continue;
            }
            if (!pieces.isEmpty() && pieces.getLast().from() >= from.get()) {
                piece.get()
                        .requireKey("from")
                        .report(
                                YamlIssue.OUT_OF_RANGE,
                                "pieces stand in ascending order, and "
                                        + from.get()
                                        + " does not follow "
                                        + pieces.getLast().from(),
                                "order them by from");
            }
            double error =
                    piece.get()
                            .find("error")
                            .flatMap(v -> v.decimal("error"))
                            .map(n -> n.doubleValue())
                            .orElse(0.0);
            pieces.add(new Conversion.Piece(from.get(), line(piece.get(), type), error));
        }
        if (pieces.isEmpty()) {
            value.report(
                    ProfileIssue.NOTHING_THERE,
                    "pieces are at least one",
                    "write [ { from: 0, scale: 1 } ]");
            return Optional.empty();
        }
        Optional<PointRef> error =
                map.find("error").flatMap(v -> other(v, "quantity")).map(UseReader.Target::ref);
        return Optional.of(new Conversion.Pieces(pieces, error));
    }

    private Optional<UseReader.Target> other(YamlValue value, String type) {
        Optional<UseReader.Target> target = uses.target(value);
        if (target.isPresent() && !target.get().point().type().word().equals(type)) {
            value.report(
                    ProfileIssue.WRONG_FOR_TYPE,
                    "this point is a "
                            + type
                            + ", and \""
                            + target.get().point().name()
                            + "\" is a "
                            + target.get().point().type().word(),
                    "name another point");
            return Optional.empty();
        }
        return target;
    }

    private Absences absences(RawRange range, boolean floating) {
        List<Absent> cases = new ArrayList<>();
        List<Range> taken = new ArrayList<>();
        Optional<String> notANumber = Optional.empty();
        Optional<YamlValue> absent = map.find("absent");
        boolean words = absent.isPresent() && absent.get().isMap();
        if (words) {
            for (YamlMap.Entry entry :
                    absent.get().openMap("absent").orElseThrow().entries().values()) {
                Optional<String> word = entry.value().text("a status", 64);
                if (floating && entry.key().isWord("nan")) {
                    notANumber = word;
                    continue;
                }
                Ranges.raw(entry.key(), range)
                        .filter(raw -> Ranges.isFree(entry.key(), raw, taken, "word for"))
                        .ifPresent(raw -> word.ifPresent(w -> cases.add(new Absent(raw, w))));
            }
        } else if (absent.isPresent()) {
            for (YamlValue item : absent.get().list("absent").orElseGet(List::of)) {
                if (floating && item.isWord("nan")) {
                    notANumber = Optional.of("");
                    continue;
                }
                Ranges.raw(item, range)
                        .filter(raw -> Ranges.isFree(item, raw, taken, "value"))
                        .ifPresent(raw -> cases.add(new Absent(raw, "")));
            }
        }
        Optional<PointRef> status =
                map.find("status").flatMap(v -> other(v, "text")).map(UseReader.Target::ref);
        if (map.has("status") && !words) {
            map.requireKey("status")
                    .report(
                            YamlIssue.EXCLUSIVE_KEYS,
                            "a status is a word of absent, and absent has no words here",
                            "write absent: { 0xffff: no-signal }");
            status = Optional.empty();
        }
        return cases.isEmpty() && notANumber.isEmpty() && status.isEmpty()
                ? Absences.NONE
                : new Absences(cases, notANumber, status);
    }
}
