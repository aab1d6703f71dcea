// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;
import org.lamplighter.unit.Unit;
import org.lamplighter.yaml.Suggestions;
import org.lamplighter.yaml.YamlValue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Reads what names points and their values. */
public final class PointReader {
    private PointReader() {}

    /** The point of a name, or an issue. */
    public static Optional<Point> pointOf(YamlValue value, Map<PointName, Point> points) {
        Optional<String> name = value.text("a point", 1000);
        Optional<Point> point =
                name.filter(PointName::isValid).map(n -> points.get(new PointName(n)));
        if (name.isPresent() && point.isEmpty()) {
            List<String> names = points.keySet().stream().map(PointName::value).toList();
            value.report(
                    ProfileIssue.UNKNOWN_POINT,
                    "the profile has no point \"" + name.get() + "\"",
                    Suggestions.hint(name.get(), names));
        }
        return point;
    }

    /** A unit, or an issue. */
    public static Optional<Unit> unitOf(YamlValue value) {
        Optional<String> code = value.text("a unit", 1000);
        if (code.isPresent() && !Unit.isValid(code.get())) {
            value.report(
                    ProfileIssue.UNKNOWN_UNIT,
                    "\"" + code.get() + "\" is no UCUM unit",
                    Unit.findMeant(code.get())
                            .map(meant -> "did you mean \"" + meant + "\"?")
                            .orElse(
                                    "write it in UCUM's case-sensitive code, such as cm, Cel or"
                                            + " kW.h; 1 where there is none"));
            return Optional.empty();
        }
        return code.map(Unit::new);
    }

    /** A value as the point's type wants it. */
    public static Optional<PointValue> valueOf(YamlValue value, Point point) {
        String what = "a value of \"" + point.name() + "\"";
        return switch (point.type()) {
            case Point.Type.Quantity quantity ->
                    value.decimal(what).map(n -> new PointValue.Quantity(n.doubleValue()));
            case Point.Type.Flag flag -> value.flag(what).map(PointValue.Flag::new);
            case Point.Type.Text text ->
                    value.text(what, PointValue.Text.MAX_LENGTH).map(PointValue.Text::new);
        };
    }

    /** Reports points that nothing reads. */
    public static void reportUnread(
            YamlValue value, SortedMap<PointName, Point> points, Set<PointName> read) {
        List<String> unread =
                points.values().stream()
                        .filter(point -> !point.computed() && !read.contains(point.name()))
                        .map(point -> point.name().value())
                        .toList();
        if (!unread.isEmpty()) {
            value.report(
                    ProfileIssue.UNREAD_POINT,
                    "nothing here reads the point " + Suggestions.list(unread),
                    "read it or remove it from points");
        }
    }
}
