// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.binary;

import org.lamplighter.profile.Point;
import org.lamplighter.profile.PointReader;
import org.lamplighter.profile.ProfileIssue;
import org.lamplighter.profile.layout.Absences;
import org.lamplighter.profile.layout.Conversion;
import org.lamplighter.profile.layout.DigitsType;
import org.lamplighter.profile.layout.FloatType;
import org.lamplighter.profile.layout.IntegerType;
import org.lamplighter.profile.layout.NumberType;
import org.lamplighter.profile.layout.PointRef;
import org.lamplighter.profile.layout.Use;
import org.lamplighter.profile.layout.Use.DatePart;
import org.lamplighter.reading.PointName;
import org.lamplighter.yaml.YamlIssue;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what a number or text is for: a point, a use, a name. */
public final class UseReader {
    /** What belongs to a value. */
    static final List<String> VALUE_KEYS =
            List.of(
                    "scale", "offset", "round", "unit", "values", "pieces", "error", "delta",
                    "absent", "status", "since", "plus");

    static final List<String> KEYS =
            Stream.concat(Stream.of("point", "use", "name"), VALUE_KEYS.stream()).toList();

    private static final List<String> FORMS = List.of("point", "use", "slices");
    private static final Map<String, List<String>> KEYS_OF_USES =
            Map.ofEntries(
                    Map.entry("sequence", List.of()),
                    Map.entry("unix-seconds", List.of()),
                    Map.entry("unix-milliseconds", List.of()),
                    Map.entry("seconds", List.of("since")),
                    Map.entry("frame-length", List.of("plus")),
                    Map.entry("year", List.of("offset")),
                    Map.entry("month", List.of("offset")),
                    Map.entry("day", List.of("offset")),
                    Map.entry("hour", List.of("offset")),
                    Map.entry("minute", List.of("offset")),
                    Map.entry("second", List.of("offset")),
                    Map.entry("age", List.of("unit")));
    private static final List<String> USES =
            List.of(
                    "sequence",
                    "unix-seconds",
                    "unix-milliseconds",
                    "frame-length",
                    "seconds",
                    "year",
                    "month",
                    "day",
                    "hour",
                    "minute",
                    "second",
                    "age");

    /** The units of times. */
    public static final Map<String, Duration> TIME_UNITS =
            Map.of(
                    "s", Duration.ofSeconds(1),
                    "min", Duration.ofMinutes(1),
                    "h", Duration.ofHours(1),
                    "d", Duration.ofDays(1));

    /** The earliest and the latest instant that devices count from. */
    private static final Instant FIRST_SINCE = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LAST_SINCE = Instant.parse("2200-01-01T00:00:00Z");

    private final Scope scope;
    private final FieldReader.Row row;

    public UseReader(Scope scope, FieldReader.Row row) {
        this.scope = scope;
        this.row = row;
    }

    /** Whether it says what a value is for, by exactly one of the keys or by a name alone. */
    static boolean form(YamlMap map, boolean sliced) {
        List<String> forms = sliced ? FORMS : List.of("point", "use");
        long present = forms.stream().filter(map::has).count();
        if (present == 1 || (present == 0 && map.has("name"))) {
            return true;
        }
        if (present == 0) {
            map.needOneOf(Stream.concat(forms.stream(), Stream.of("name")).toList());
        } else {
            map.needOneOf(forms);
        }
        return false;
    }

    Optional<List<Use>> number(YamlMap map, NumberType type) {
        return switch (type) {
            case IntegerType integer -> integer(map, RawRange.of(integer));
            case DigitsType digits -> integer(map, RawRange.unsigned(8 * digits.width()));
            case FloatType binary -> floating(map);
        };
    }

    /** The uses of an integer. */
    Optional<List<Use>> integer(YamlMap map, RawRange range) {
        List<Use> uses = new ArrayList<>(name(map, false));
        Optional<Use> main = Optional.empty();
        if (map.has("use")) {
            main = map.find("use").flatMap(v -> v.word("use", USES)).flatMap(w -> use(w, map));
        } else if (map.has("point")) {
            main =
                    point(map)
                            .flatMap(
                                    target ->
                                            new ConversionReader(this, map, target.point())
                                                    .integer(range, target.ref()));
        } else {
            reportValueKeys(map, List.of(), "a name alone");
            return Optional.of(uses);
        }
        main.ifPresent(uses::add);
        return main.map(known -> uses);
    }

    private Optional<List<Use>> floating(YamlMap map) {
        if (!map.has("point") || map.has("name")) {
            map.asValue()
                    .report(
                            ProfileIssue.WRONG_FOR_TYPE,
                            "a number with a binary point is for a point only",
                            "write point: and its name, and no name");
            return Optional.empty();
        }
        return point(map)
                .flatMap(
                        target ->
                                new ConversionReader(this, map, target.point())
                                        .floating(target.ref()))
                .map(List::of);
    }

    /** The uses of a text. */
    Optional<List<Use>> text(YamlMap map) {
        List<Use> uses = new ArrayList<>(name(map, true));
        if (map.has("use")) {
            map.requireKey("use")
                    .report(
                            ProfileIssue.WRONG_FOR_TYPE,
                            "a text is for a point or a name only",
                            "read a number, or write point");
            return Optional.empty();
        }
        if (!map.has("point")) {
            return Optional.of(uses);
        }
        Optional<Target> target = point(map);
        if (target.isPresent() && !(target.get().point().type() instanceof Point.Type.Text)) {
            map.requireKey("point")
                    .report(
                            ProfileIssue.WRONG_FOR_TYPE,
                            "a text is no "
                                    + target.get().point().type().word()
                                    + ", and \""
                                    + target.get().point().name()
                                    + "\" is one",
                            "declare the point with type: text, or read a number");
            return Optional.empty();
        }
        target.ifPresent(
                known ->
                        uses.add(
                                new Use.OfPoint(
                                        known.ref(), Absences.NONE, new Conversion.AsText())));
        return target.map(known -> uses);
    }

    /** The name that the value is kept under, if it has one. */
    List<Use> name(YamlMap map, boolean text) {
        return map.find("name")
                .flatMap(v -> scope.declare(v, text))
                .<List<Use>>map(name -> List.of(new Use.Keep(name)))
                .orElseGet(List::of);
    }

    /**
     * A point, or one of several that are alike.
     *
     * @param ref which
     * @param point it, or one of them
     */
    public record Target(PointRef ref, Point point) {}

    private Optional<Target> point(YamlMap map) {
        Optional<Target> target = map.find("point").flatMap(this::target);
        if (target.isPresent() && target.get().point().computed()) {
            map.requireKey("point")
                    .report(
                            ProfileIssue.READ_TWICE,
                            "the point \"" + target.get().point().name() + "\" is computed",
                            "read another point, or remove its compute");
        }
        boolean again =
                target.isPresent() && !row.points.add(target.get().ref()) && !map.has("delta");
        if (again && target.get().ref() instanceof PointRef.One(PointName name)) {
            map.requireKey("point")
                    .report(
                            ProfileIssue.READ_TWICE,
                            "the layout reads the point \"" + name + "\" twice",
                            "skip one of the two, or give it a point of its own");
        }
        return target;
    }

    /**
     * The point that a text names, which may have a name that is kept within: {@code relay_{n}}.
     */
    public Optional<Target> target(YamlValue value) {
        Optional<String> text = value.text("a point", 200);
        int open = text.map(t -> t.indexOf('{')).orElse(-1);
        int close = text.map(t -> t.indexOf('}')).orElse(-1);
        if (open < 0 || close < open) {
            Optional<Point> point = PointReader.pointOf(value, scope.points());
            point.ifPresent(p -> scope.pointsRead().add(p.name()));
            return point.map(p -> new Target(new PointRef.One(p.name()), p));
        }
        String name = text.orElse("");
        PointRef.Numbered ref =
                new PointRef.Numbered(
                        name.substring(0, open),
                        name.substring(open + 1, close),
                        name.substring(close + 1));
        scope.use(value, ref.register(), false);
        List<Point> points =
                scope.points().values().stream().filter(p -> ref.numberOf(p.name()) >= 0).toList();
        points.forEach(p -> scope.pointsRead().add(p.name()));
        if (points.isEmpty()) {
            value.report(
                    ProfileIssue.UNKNOWN_POINT,
                    "the profile has no points \""
                            + ref.prefix()
                            + "0"
                            + ref.suffix()
                            + "\" and so on",
                    "declare them, such as \"" + ref.prefix() + "{1-8}" + ref.suffix() + "\": …");
            return Optional.empty();
        }
        Point first = points.getFirst();
        boolean alike = points.stream().allMatch(p -> p.type().equals(first.type()));
        if (!alike) {
            value.report(
                    ProfileIssue.WRONG_FOR_TYPE,
                    "points that are read together are of one type and unit, and those of \""
                            + name
                            + "\" are not",
                    "declare them together, as \""
                            + ref.prefix()
                            + "{1-8}"
                            + ref.suffix()
                            + "\": …");
        }
        return Optional.of(new Target(ref, first));
    }

    private Optional<Use> use(String word, YamlMap map) {
        List<String> allowed = KEYS_OF_USES.getOrDefault(word, List.of());
        reportValueKeys(map, allowed, "the " + word);
        boolean time = word.startsWith("unix") || word.equals("seconds") || word.equals("age");
        if (!row.uses.add(time ? "time" : word) && !word.equals("frame-length")) {
            map.requireKey("use")
                    .report(
                            ProfileIssue.READ_TWICE,
                            "the layout reads its " + (time ? "time" : word) + " twice",
                            "keep one of the two");
        }
        return switch (word) {
            case "sequence" -> Optional.of(new Use.Sequence());
            case "unix-seconds" -> Optional.of(new Use.Since(Instant.EPOCH, Duration.ofSeconds(1)));
            case "unix-milliseconds" ->
                    Optional.of(new Use.Since(Instant.EPOCH, Duration.ofMillis(1)));
            case "seconds" ->
                    map.need("since", "2000-01-01T00:00:00Z")
                            .flatMap(UseReader::since)
                            .map(since -> new Use.Since(since, Duration.ofSeconds(1)));
            case "frame-length" -> Optional.of(new Use.FrameLength(integer(map, "plus")));
            case "age" ->
                    map.need("unit", "min")
                            .flatMap(v -> v.word("unit", TIME_UNITS.keySet()))
                            .map(TIME_UNITS::get)
                            .map(Use.Age::new);
            default ->
                    Optional.of(
                            new Use.OfDate(
                                    DatePart.valueOf(word.toUpperCase(Locale.ROOT)),
                                    integer(map, "offset")));
        };
    }

    /** The instant that times are counted from. */
    public static Optional<Instant> since(YamlValue value) {
        return value.time("since", FIRST_SINCE, LAST_SINCE);
    }

    private static int integer(YamlMap map, String key) {
        return map.find(key)
                .flatMap(v -> v.integer(key, -65_536, 65_536))
                .map(Long::intValue)
                .orElse(0);
    }

    /** Reports keys that belong to a value of another sort. */
    static void reportValueKeys(YamlMap map, List<String> allowed, String what) {
        for (String key : VALUE_KEYS) {
            if (map.has(key) && !allowed.contains(key)) {
                map.requireKey(key)
                        .report(
                                YamlIssue.EXCLUSIVE_KEYS,
                                key + " goes with a point, and this is " + what,
                                "remove it");
            }
        }
    }
}
