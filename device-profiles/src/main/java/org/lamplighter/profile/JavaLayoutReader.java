// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import org.lamplighter.profile.layout.JavaLayout;
import org.lamplighter.profile.layout.Layout;
import org.lamplighter.profile.spi.FrameDecoders;
import org.lamplighter.reading.PointName;
import org.lamplighter.unit.Unit;
import org.lamplighter.yaml.Suggestions;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the layout {@code java}: the name of a decoder on the class path. */
final class JavaLayoutReader {
    private JavaLayoutReader() {}

    /** Reads it, or reports what is wrong with it, also where the decoder sets other points. */
    static Optional<Layout> read(
            YamlValue value, SortedMap<PointName, Point> points, Set<PointName> elsewhere) {
        Optional<YamlMap> map = value.map("a java layout", List.of("decoder"));
        Optional<YamlValue> name = map.flatMap(m -> m.need("decoder", "acme-telegram"));
        Optional<FrameDecoders.Known> decoder = name.flatMap(v -> decoder(v, FrameDecoders.all()));
        decoder.ifPresent(found -> checkPoints(name.orElseThrow(), found, points, elsewhere));
        return decoder.map(found -> new JavaLayout(found.name()));
    }

    private static Optional<FrameDecoders.Known> decoder(YamlValue value, FrameDecoders all) {
        Optional<String> name = value.text("a decoder", 200);
        Optional<FrameDecoders.Known> decoder = name.flatMap(all::find);
        if (name.isPresent() && decoder.isEmpty()) {
            value.report(
                    ProfileIssue.UNKNOWN_DECODER,
                    "there is no decoder \""
                            + name.get()
                            + "\" on the class path"
                            + (all.unusable().isEmpty()
                                    ? ""
                                    : "; what cannot be used: " + Suggestions.list(all.unusable())),
                    all.names().isEmpty()
                            ? "put the jar that has it into the folder lib of the program"
                            : Suggestions.hint(name.get(), all.names()));
        }
        return decoder;
    }

    private static void checkPoints(
            YamlValue at,
            FrameDecoders.Known decoder,
            SortedMap<PointName, Point> points,
            Set<PointName> elsewhere) {
        Map<PointName, Point.Type> set = new TreeMap<>(decoder.points());
        Set<PointName> read = new TreeSet<>(elsewhere);
        for (Point point : points.values()) {
            Point.Type type = set.get(point.name());
            if (type == null) {
                continue;
            }
            read.add(point.name());
            if (point.computed()) {
                at.report(
                        ProfileIssue.READ_TWICE,
                        "the point \"" + point.name() + "\" is computed, and the decoder sets it",
                        "remove its compute, or give it another name");
            } else if (!type.equals(point.type())) {
                boolean units =
                        type instanceof Point.Type.Quantity
                                && point.type() instanceof Point.Type.Quantity;
                at.report(
                        units ? ProfileIssue.UNITS_DISAGREE : ProfileIssue.WRONG_FOR_TYPE,
                        "the decoder sets \""
                                + point.name()
                                + "\" as "
                                + words(type)
                                + ", and it is declared as "
                                + words(point.type()),
                        "declare it as the decoder sets it");
            }
        }
        PointReader.reportUnread(at, points, read);
    }

    private static String words(Point.Type type) {
        return switch (type) {
            case Point.Type.Quantity(Unit unit) -> "a quantity in " + unit.code();
            case Point.Type.Flag flag -> "a flag";
            case Point.Type.Text text -> "a text";
        };
    }
}
