// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.scenario;

import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads what the device of a scenario says. Stateless. */
final class ScenarioReports {
    /** The keys of a reading that are no points. */
    private static final List<String> TIMES = List.of("at", "measured");

    private ScenarioReports() {}

    static List<Scenario.Report> series(YamlMap map) {
        if (!map.has("series")) {
            return List.of();
        }
        Optional<Duration> every =
                map.need("every", "30s")
                        .flatMap(text -> Moments.read(text, "the step of a series"));
        Optional<YamlMap> series = map.find("series").flatMap(open -> open.openMap("series"));
        if (every.isEmpty() || series.isEmpty()) {
            return List.of();
        }
        SortedMap<Integer, SortedMap<PointName, PointValue>> steps = new TreeMap<>();
        series.get()
                .entries()
                .forEach(
                        (name, entry) ->
                                point(entry.key(), name)
                                        .ifPresent(
                                                point -> {
                                                    Series.Parsed parsed =
                                                            Series.parse(
                                                                    entry.value()
                                                                            .text("a series", 4000)
                                                                            .orElse("_"));
                                                    if (!parsed.fault().isEmpty()) {
                                                        entry.value()
                                                                .report(
                                                                        ScenarioFault.BAD_SERIES,
                                                                        parsed.fault(),
                                                                        "write it as 20 x5, 20+1"
                                                                                + " x10, _");
                                                    }
                                                    for (int i = 0;
                                                            i < parsed.values().size();
                                                            i++) {
                                                        int step = i;
                                                        parsed.values()
                                                                .get(i)
                                                                .ifPresent(
                                                                        value ->
                                                                                steps.computeIfAbsent(
                                                                                                step,
                                                                                                first ->
                                                                                                        new TreeMap<>())
                                                                                        .put(
                                                                                                point,
                                                                                                value));
                                                    }
                                                }));
        List<Scenario.Report> reports = new ArrayList<>();
        steps.forEach(
                (step, points) -> {
                    Duration at = every.get().multipliedBy(step);
                    reports.add(new Scenario.Report(at, at, points));
                });
        return reports;
    }

    static Optional<Scenario.Report> reading(YamlValue value) {
        Optional<YamlMap> found = value.openMap("a reading");
        Optional<Duration> at =
                found.flatMap(map -> map.need("at", "5m"))
                        .flatMap(text -> Moments.read(text, "a reading's time"));
        if (found.isEmpty() || at.isEmpty()) {
            return Optional.empty();
        }
        Duration measured =
                found.get()
                        .find("measured")
                        .flatMap(text -> Moments.read(text, "a reading's event time"))
                        .orElse(at.get());
        SortedMap<PointName, PointValue> points = new TreeMap<>();
        found.get()
                .entries()
                .forEach(
                        (name, entry) -> {
                            if (TIMES.contains(name)) {
                                return;
                            }
                            Series.Parsed one =
                                    Series.parse(entry.value().text("a value", 300).orElse("_"));
                            if (!one.fault().isEmpty()
                                    || one.values().size() != 1
                                    || one.values().getFirst().isEmpty()) {
                                entry.value()
                                        .report(
                                                ScenarioFault.BAD_SERIES,
                                                "a reading has one value for a point",
                                                "write a number, true, false or a text in double"
                                                        + " quotes");
                                return;
                            }
                            point(entry.key(), name)
                                    .ifPresent(
                                            point ->
                                                    points.put(
                                                            point,
                                                            one.values().getFirst().orElseThrow()));
                        });
        if (points.isEmpty()) {
            if (found.get().entries().keySet().stream().allMatch(TIMES::contains)) {
                value.report(
                        ScenarioFault.BAD_POINT,
                        "a reading has one point at least",
                        "add tilt: 40");
            }
            return Optional.empty();
        }
        return Optional.of(new Scenario.Report(at.get(), measured, points));
    }

    private static Optional<PointName> point(YamlValue at, String name) {
        if (PointName.isValid(name)) {
            return Optional.of(new PointName(name));
        }
        at.report(
                ScenarioFault.BAD_POINT,
                "\"" + name + "\" is no point's name: lower-case letters, digits and _",
                "name a point");
        return Optional.empty();
    }
}
