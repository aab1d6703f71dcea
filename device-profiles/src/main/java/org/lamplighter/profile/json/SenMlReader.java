// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.json;

import org.lamplighter.profile.Point;
import org.lamplighter.profile.PointReader;
import org.lamplighter.profile.ProfileIssue;
import org.lamplighter.profile.layout.Layout;
import org.lamplighter.profile.layout.SenMlLayout;
import org.lamplighter.profile.layout.SenMlLayout.Encoding;
import org.lamplighter.profile.layout.SenMlLayout.Target;
import org.lamplighter.reading.PointName;
import org.lamplighter.unit.Agreement;
import org.lamplighter.unit.UnitConversion;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the layout {@code senml}. */
public final class SenMlReader {
    private static final int MAX_NAME_LENGTH = 256;

    private SenMlReader() {}

    /**
     * Reads it, or reports what is wrong with it.
     *
     * @param elsewhere points that something else reads
     */
    public static Optional<Layout> read(
            YamlValue value, SortedMap<PointName, Point> points, Set<PointName> elsewhere) {
        Optional<YamlMap> map =
                value.map("a senml layout", List.of("encoding", "records", "history"));
        if (map.isEmpty()) {
            return Optional.empty();
        }
        Encoding encoding =
                map.get()
                        .find("encoding")
                        .flatMap(v -> v.word("encoding", List.of("json", "cbor")))
                        .filter("cbor"::equals)
                        .map(cbor -> Encoding.CBOR)
                        .orElse(Encoding.JSON);
        boolean history = map.get().find("history").flatMap(v -> v.flag("history")).orElse(false);
        SortedMap<String, Target> records = new TreeMap<>();
        Optional<YamlValue> named = map.get().find("records");
        if (named.isEmpty()) {
            points.values().stream()
                    .filter(p -> !p.computed())
                    .forEach(
                            p -> records.put(p.name().value(), target(p, UnitConversion.IDENTITY)));
        } else {
            int before = map.get().issues().count();
            named.get().openMap("records").ifPresent(all -> records(all, points, records));
            if (map.get().issues().count() == before) {
                Set<PointName> read = new TreeSet<>(elsewhere);
                records.values().forEach(target -> read.add(target.point()));
                PointReader.reportUnread(named.get(), points, read);
            }
        }
        return Optional.of(new SenMlLayout(encoding, records, history));
    }

    private static void records(
            YamlMap all, SortedMap<PointName, Point> points, SortedMap<String, Target> records) {
        Set<PointName> read = new TreeSet<>();
        for (YamlMap.Entry entry : all.entries().values()) {
            YamlValue at = entry.value();
            Optional<YamlMap> map =
                    at.isMap() ? at.map("a record", List.of("point", "unit")) : Optional.empty();
            Optional<Point> point =
                    (at.isMap()
                                    ? map.flatMap(m -> m.need("point", "temperature"))
                                    : Optional.of(at))
                            .flatMap(v -> PointReader.pointOf(v, points));
            Optional<String> name = entry.key().text("a record's name", MAX_NAME_LENGTH);
            if (point.isEmpty() || name.isEmpty()) {
                continue;
            }
            MemberReader.reportComputed(at, point.get());
            if (!read.add(point.get().name())) {
                at.report(
                        ProfileIssue.READ_TWICE,
                        "two records are the point \"" + point.get().name() + "\"",
                        "keep one of them");
            }
            UnitConversion line =
                    map.flatMap(m -> m.find("unit"))
                            .map(v -> line(v, point.get()))
                            .orElse(UnitConversion.IDENTITY);
            records.put(name.get(), target(point.get(), line));
        }
    }

    private static UnitConversion line(YamlValue value, Point point) {
        if (!(point.type() instanceof Point.Type.Quantity quantity)) {
            value.report(
                    ProfileIssue.WRONG_FOR_TYPE,
                    "only a quantity has a unit, and \""
                            + point.name()
                            + "\" is a "
                            + point.type().word(),
                    "remove the unit");
            return UnitConversion.IDENTITY;
        }
        return PointReader.unitOf(value)
                .map(sent -> SenMlUnits.between(point, sent, quantity.unit()))
                .map(
                        agreement ->
                                switch (agreement) {
                                    case Agreement.Agreed(UnitConversion to) -> to;
                                    case Agreement.Different(String rule, String hint) -> {
                                        value.report(ProfileIssue.UNITS_DISAGREE, rule, hint);
                                        yield UnitConversion.IDENTITY;
                                    }
                                })
                .orElse(UnitConversion.IDENTITY);
    }

    private static Target target(Point point, UnitConversion line) {
        return switch (point.type()) {
            case Point.Type.Quantity quantity ->
                    new Target(
                            point.name(),
                            SenMlLayout.Type.QUANTITY,
                            SenMlUnits.conversions(point, quantity.unit()),
                            line);
            case Point.Type.Flag flag ->
                    new Target(point.name(), SenMlLayout.Type.FLAG, new TreeMap<>(), line);
            case Point.Type.Text text ->
                    new Target(point.name(), SenMlLayout.Type.TEXT, new TreeMap<>(), line);
        };
    }
}
