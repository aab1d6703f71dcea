// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import org.lamplighter.profile.binary.BinaryLayoutReader;
import org.lamplighter.profile.json.JsonLayoutReader;
import org.lamplighter.profile.json.SenMlReader;
import org.lamplighter.profile.json.WrapReader;
import org.lamplighter.profile.layout.Layout;
import org.lamplighter.profile.lpp.CayenneReader;
import org.lamplighter.reading.PointName;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Reads how payloads are laid out: a mapping with one key, the family of the layout. */
public final class LayoutReader {
    private static final List<String> FAMILIES =
            List.of("json", "binary", "wrap", "senml", "cayenne-lpp", "java");

    /** What bytes within a text may be. */
    private static final List<String> INSIDE =
            List.of("binary", "cayenne-lpp", "senml", "json", "java");

    private LayoutReader() {}

    /** The layout of a profile. */
    static Optional<Layout> read(YamlValue value, SortedMap<PointName, Point> points) {
        return read(value, "layout", FAMILIES, points, Set.of());
    }

    /** The layout of a profile, within the envelope that its platform adds. */
    static Optional<Layout> around(
            YamlValue envelope, YamlValue value, SortedMap<PointName, Point> points) {
        return WrapReader.around(envelope, value, points);
    }

    /**
     * The layout of bytes within a text.
     *
     * @param elsewhere points that are read of what surrounds the text
     */
    public static Optional<Layout> inside(
            YamlValue value, SortedMap<PointName, Point> points, Set<PointName> elsewhere) {
        return read(value, "inside", INSIDE, points, elsewhere);
    }

    private static Optional<Layout> read(
            YamlValue value,
            String what,
            List<String> families,
            SortedMap<PointName, Point> points,
            Set<PointName> elsewhere) {
        Optional<YamlMap> map = value.map(what, families);
        Optional<String> family = map.flatMap(m -> m.needOneOf(families));
        Optional<YamlValue> content = family.flatMap(name -> map.flatMap(m -> m.find(name)));
        if (family.isEmpty() || content.isEmpty()) {
            return Optional.empty();
        }
        YamlValue layout = content.get();
        return switch (family.get()) {
            case "json" -> JsonLayoutReader.read(layout, points, elsewhere);
            case "binary" -> BinaryLayoutReader.read(layout, points, elsewhere);
            case "wrap" -> WrapReader.read(layout, points);
            case "java" -> JavaLayoutReader.read(layout, points, elsewhere);
            case "senml" -> SenMlReader.read(layout, points, elsewhere);
            default -> CayenneReader.read(layout, points, elsewhere);
        };
    }
}
