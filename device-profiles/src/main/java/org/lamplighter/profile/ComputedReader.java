// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import org.lamplighter.expression.CelLanguage;
import org.lamplighter.expression.Computation;
import org.lamplighter.expression.Computation.Sort;
import org.lamplighter.reading.PointName;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads how points are computed, once it is known what a layout reads. */
final class ComputedReader {
    private final SortedMap<PointName, Point> points;
    private final Map<String, Sort> names = new TreeMap<>();
    private final Map<PointName, YamlValue> texts = new LinkedHashMap<>();
    private final Map<PointName, Computation> compiled = new LinkedHashMap<>();

    private ComputedReader(SortedMap<PointName, Point> points) {
        this.points = points;
    }

    /**
     * Reads them in the order in which they are computed.
     *
     * @param value the mapping of all points
     * @param numbers the names of numbers that the layout keeps; a point of the same name hides one
     */
    static List<ComputedPoint> read(
            YamlValue value, SortedMap<PointName, Point> points, Collection<String> numbers) {
        return new ComputedReader(points).read(value, numbers);
    }

    private List<ComputedPoint> read(YamlValue value, Collection<String> numbers) {
        numbers.forEach(name -> names.put(name, Sort.NUMBER));
        points.values().forEach(point -> names.put(point.name().value(), sortOf(point)));
        if (value.isMap()) {
            value.openMap("points").ifPresent(this::compile);
        }
        List<ComputedPoint> ordered = new ArrayList<>();
        Set<PointName> done = new HashSet<>();
        compiled.keySet().forEach(name -> add(name, new ArrayList<>(), done, ordered));
        return ordered;
    }

    private void compile(YamlMap all) {
        for (Map.Entry<String, YamlMap.Entry> entry : all.entries().entrySet()) {
            Optional<Point> point =
                    Optional.of(entry.getKey())
                            .filter(PointName::isValid)
                            .map(name -> points.get(new PointName(name)));
            if (point.isEmpty() || !point.get().computed()) {
                continue;
            }
            Optional<YamlValue> value =
                    entry.getValue().value().openMap("a point").flatMap(map -> map.find("compute"));
            Optional<String> text =
                    value.flatMap(v -> v.text("an expression", CelLanguage.MAX_LENGTH));
            text.ifPresent(t -> compile(point.get(), value.orElseThrow(), t));
        }
    }

    private void compile(Point point, YamlValue value, String text) {
        switch (Computation.compile(text, names, sortOf(point))) {
            case Computation.Compiled.Sound(Computation computation) -> {
                texts.put(point.name(), value);
                compiled.put(point.name(), computation);
            }
            case Computation.Compiled.Faulty(List<Computation.Fault> faults) ->
                    faults.forEach(
                            fault ->
                                    value.reportPart(
                                            ProfileIssue.BAD_EXPRESSION,
                                            fault.offset(),
                                            fault.length(),
                                            fault.rule(),
                                            fault.hint()));
        }
    }

    /** Adds a point after those that it is computed of. */
    private void add(
            PointName name, List<PointName> path, Set<PointName> done, List<ComputedPoint> out) {
        Computation computation = compiled.get(name);
        YamlValue text = texts.get(name);
        if (computation == null || text == null || done.contains(name)) {
            return;
        }
        if (path.contains(name)) {
            text.report(
                    ProfileIssue.LAYOUT_CYCLE,
                    "\"" + name + "\" is computed of itself",
                    "compute it of what the frame carries");
            done.add(name);
            return;
        }
        path.add(name);
        for (Computation.Name used : computation.names()) {
            if (PointName.isValid(used.text())) {
                add(new PointName(used.text()), path, done, out);
            }
        }
        path.removeLast();
        if (done.add(name)) {
            out.add(new ComputedPoint(name, computation));
        }
    }

    private static Sort sortOf(Point point) {
        return switch (point.type()) {
            case Point.Type.Quantity quantity -> Sort.NUMBER;
            case Point.Type.Flag flag -> Sort.FLAG;
            case Point.Type.Text text -> Sort.TEXT;
        };
    }
}
