// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import org.lamplighter.point.Fit;
import org.lamplighter.point.KnownPoints;
import org.lamplighter.point.Measured;
import org.lamplighter.reading.PointName;
import org.lamplighter.unit.LowerExplosiveLimit;
import org.lamplighter.unit.Unit;
import org.lamplighter.yaml.YamlIssue;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Reads the points that a profile declares. */
final class PointsReader {
    private static final List<String> KEYS = List.of("type", "unit", "lel", "compute", "lwm2m");
    private static final Pattern NUMBERED =
            Pattern.compile("([^{}]*)\\{(\\d{1,4})-(\\d{1,4})}([^{}]*)");

    private PointsReader() {}

    static SortedMap<PointName, Point> read(YamlValue value) {
        SortedMap<PointName, Point> points = new TreeMap<>();
        Optional<YamlMap> map = value.openMap("points");
        map.ifPresent(
                all ->
                        all.entries()
                                .forEach(
                                        (name, entry) -> {
                                            reportComputedRow(name, entry);
                                            reportReversed(name, entry);
                                            for (String one : numbered(name)) {
                                                point(one, entry)
                                                        .ifPresent(p -> put(p, entry, points));
                                            }
                                        }));
        int count = map.map(all -> count(all.entries().keySet())).orElse(1);
        boolean none = map.map(all -> all.entries().isEmpty()).orElse(false);
        if (none || count > ProfileParser.MAX_POINTS) {
            value.report(
                    ProfileIssue.NOTHING_THERE,
                    "a profile has 1 to " + ProfileParser.MAX_POINTS + " points, not " + count,
                    "declare what the device measures, such as tilt: { unit: deg }");
        }
        return points;
    }

    private static void reportComputedRow(String name, YamlMap.Entry entry) {
        if (NUMBERED.matcher(name).matches() && entry.value().hasKey("compute")) {
            entry.key()
                    .report(
                            ProfileIssue.WRONG_FOR_TYPE,
                            "points that are declared together are not computed, and \""
                                    + name
                                    + "\" are",
                            "declare each of them by its own name");
        }
    }

    private static void reportReversed(String name, YamlMap.Entry entry) {
        Matcher matcher = NUMBERED.matcher(name);
        if (matcher.matches()
                && Integer.parseInt(matcher.group(2)) > Integer.parseInt(matcher.group(3))) {
            entry.key()
                    .report(
                            ProfileIssue.NOTHING_THERE,
                            "points are declared from a lower number to a higher one, and \""
                                    + name
                                    + "\" are none",
                            "write {" + matcher.group(3) + "-" + matcher.group(2) + "}");
        }
    }

    private static void put(Point point, YamlMap.Entry entry, SortedMap<PointName, Point> points) {
        if (points.putIfAbsent(point.name(), point) != null) {
            entry.key()
                    .report(
                            ProfileIssue.READ_TWICE,
                            "the point \"" + point.name() + "\" is declared twice",
                            "keep one of the two");
        }
    }

    private static int count(Set<String> names) {
        return names.stream().mapToInt(name -> numbered(name).size()).sum();
    }

    /** {@code relay_{1-3}} is three points. */
    private static List<String> numbered(String name) {
        Matcher matcher = NUMBERED.matcher(name);
        if (!matcher.matches()) {
            return List.of(name);
        }
        int first = Integer.parseInt(matcher.group(2));
        int last = Integer.parseInt(matcher.group(3));
        return IntStream.rangeClosed(first, Math.min(last, first + ProfileParser.MAX_POINTS))
                .mapToObj(number -> matcher.group(1) + number + matcher.group(4))
                .toList();
    }

    private static Optional<Point> point(String name, YamlMap.Entry entry) {
        if (!PointName.isValid(name)) {
            entry.key()
                    .report(
                            ProfileIssue.BAD_POINT_NAME,
                            "a point's name is a lower-case letter and at most 63 lower-case"
                                    + " letters, digits and _, not \""
                                    + name
                                    + "\"",
                            "choose a name such as water_level");
        }
        Optional<YamlMap> map = entry.value().map("a point", KEYS);
        Optional<String> type = map.flatMap(PointsReader::typeWord);
        if (map.isEmpty() || type.isEmpty()) {
            return Optional.empty();
        }
        for (String key : List.of("unit", "lel")) {
            if (!type.get().equals("quantity") && map.get().has(key)) {
                map.get()
                        .requireKey(key)
                        .report(
                                ProfileIssue.WRONG_FOR_TYPE,
                                "only a quantity has a "
                                        + key
                                        + ", and \""
                                        + name
                                        + "\" is a "
                                        + type.get(),
                                "remove the " + key + " or the type");
            }
        }
        Optional<Point.Type> known =
                switch (type.get()) {
                    case "flag" -> Optional.of(new Point.Type.Flag());
                    case "text" -> Optional.of(new Point.Type.Text());
                    default ->
                            map.get()
                                    .need("unit", "cm (or type: flag)")
                                    .flatMap(PointReader::unitOf)
                                    .map(Point.Type.Quantity::new);
                };
        known.ifPresent(t -> reportOtherThanKnown(name, entry, t));
        Optional<LowerExplosiveLimit> lel = map.get().find("lel").flatMap(PointsReader::lel);
        boolean computed = map.get().has("compute");
        Optional<LwM2mPath> declared = map.get().find("lwm2m").flatMap(PointsReader::lwm2m);
        if (!PointName.isValid(name)) {
            return Optional.empty();
        }
        PointName point = new PointName(name);
        Optional<LwM2mPath> canonical =
                KnownPoints.find(point).flatMap(k -> LwM2mPath.parse(k.lwm2m()));
        if (declared.isPresent()
                && canonical.isPresent()
                && !declared.get().isSameResource(canonical.get())) {
            map.get()
                    .requireKey("lwm2m")
                    .report(
                            ProfileIssue.OTHER_THAN_KNOWN,
                            "\""
                                    + name
                                    + "\" is "
                                    + canonical.get()
                                    + " in LwM2M wherever it stands, not "
                                    + declared.get(),
                            "remove lwm2m, or choose another name");
        }
        Optional<LwM2mPath> lwm2m = declared.or(() -> canonical);
        return known.map(t -> new Point(point, t, lel, computed, lwm2m));
    }

    private static Optional<LwM2mPath> lwm2m(YamlValue value) {
        Optional<String> text = value.text("lwm2m", 100);
        Optional<LwM2mPath> path = text.flatMap(LwM2mPath::parse);
        if (text.isPresent() && path.isEmpty()) {
            value.report(
                    ProfileIssue.BAD_PATH,
                    "lwm2m is object/resource or object/instance/resource, each 0 to 65535, not \""
                            + text.get()
                            + "\"",
                    "write it such as 3330/5700 or 3330/0/5700");
        }
        return path;
    }

    /** A canonical name means the same in every profile; rules and screens rely on it. */
    private static void reportOtherThanKnown(String name, YamlMap.Entry entry, Point.Type type) {
        if (!PointName.isValid(name)) {
            return;
        }
        Measured measured =
                switch (type) {
                    case Point.Type.Quantity(Unit unit) -> new Measured.Quantity(unit);
                    case Point.Type.Flag flag -> new Measured.Flag();
                    case Point.Type.Text text -> new Measured.Text();
                };
        switch (KnownPoints.fitOf(new PointName(name), measured)) {
            case Fit.Unknown unknown -> {}
            case Fit.Same same -> {}
            case Fit.OtherUnit other ->
                    entry.value().report(ProfileIssue.OTHER_THAN_KNOWN, other.rule(), other.hint());
            case Fit.Wrong wrong ->
                    entry.value().report(ProfileIssue.OTHER_THAN_KNOWN, wrong.rule(), wrong.hint());
        }
    }

    private static Optional<String> typeWord(YamlMap map) {
        return map.has("type")
                ? map.find("type")
                        .flatMap(v -> v.word("a type", List.of("quantity", "flag", "text")))
                : Optional.of("quantity");
    }

    private static Optional<LowerExplosiveLimit> lel(YamlValue value) {
        Optional<BigDecimal> percent = value.decimal("lel");
        if (percent.isPresent()
                && (percent.get().signum() <= 0
                        || percent.get().compareTo(BigDecimal.valueOf(100)) > 0)) {
            value.report(
                    YamlIssue.OUT_OF_RANGE,
                    "lel is what 100 %LEL are in %VOL, above 0 and at most 100, not "
                            + percent.get(),
                    "write 5.0 for methane");
            return Optional.empty();
        }
        return percent.map(LowerExplosiveLimit::new);
    }
}
