// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import org.lamplighter.alarm.Title;
import org.lamplighter.profile.Point;
import org.lamplighter.reading.PointName;
import org.lamplighter.yaml.YamlIssue;
import org.lamplighter.yaml.YamlMap;
import org.lamplighter.yaml.YamlValue;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the parameters of one rule. */
final class ParameterReader {
    private static final String PARAMETER = "a parameter";
    private static final List<String> BUILT_IN =
            List.of(Conditions.DEVICE, "abs", "min", "max", "true", "false", "in");

    private ParameterReader() {}

    static SortedMap<String, Parameter> read(YamlValue value, SortedMap<PointName, Point> points) {
        SortedMap<String, Parameter> parameters = new TreeMap<>();
        Optional<YamlMap> map = value.openMap("parameters");
        if (map.isPresent() && map.get().entries().size() > Limits.MAX_PARAMETERS) {
            value.report(
                    RuleFault.TOO_LARGE,
                    "a rule has at most "
                            + Limits.MAX_PARAMETERS
                            + " parameters, not "
                            + map.get().entries().size(),
                    "write the others as plain values");
        }
        map.ifPresent(
                declared ->
                        declared.entries()
                                .forEach(
                                        (name, entry) -> {
                                            if (isFree(name, entry.key(), points)) {
                                                parameter(name, entry.value())
                                                        .ifPresent(
                                                                parameter ->
                                                                        parameters.put(
                                                                                name, parameter));
                                            }
                                        }));
        return parameters;
    }

    private static boolean isFree(String name, YamlValue at, SortedMap<PointName, Point> points) {
        if (!PointName.isValid(name)) {
            at.report(
                    RuleFault.BAD_NAME,
                    "a parameter's name is a lower-case letter followed by at most 63 lower-case"
                            + " letters, digits or _, not \""
                            + name
                            + "\"",
                    "rename it; it must be able to stand in a condition");
            return false;
        }
        if (BUILT_IN.contains(name) || points.containsKey(new PointName(name))) {
            at.report(
                    RuleFault.NAME_TAKEN,
                    "\""
                            + name
                            + "\" is the name of "
                            + (BUILT_IN.contains(name)
                                    ? "something built in"
                                    : "a point of the rule's device kinds"),
                    "choose another name, such as " + name + "_limit");
            return false;
        }
        return true;
    }

    private static Optional<Parameter> parameter(String name, YamlValue value) {
        Optional<YamlMap> map =
                value.map(PARAMETER, List.of("default", "min", "max", "unit", "title"));
        if (map.isEmpty()) {
            return Optional.empty();
        }
        YamlMap parameter = map.get();
        Optional<String> text =
                parameter
                        .need("default", "15")
                        .flatMap(found -> found.text("a parameter's default", 64));
        Optional<Title> title =
                parameter.need("title", "{ en: Tilt limit, zh: 倾角阈值 }").flatMap(HeadReader::title);
        String unit = parameter.find("unit").flatMap(found -> found.text("a unit", 40)).orElse("");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Parameter.Type type =
                Spans.parse(text.get()).isPresent()
                        ? Parameter.Type.DURATION
                        : Parameter.Type.NUMBER;
        Parameter draft = new Parameter(name, type, 0, 0, 0, unit, new Title("", ""));
        Optional<Double> standard = number(draft, parameter, "default", "15");
        Optional<Double> min = number(draft, parameter, "min", "5");
        Optional<Double> max = number(draft, parameter, "max", "60");
        if (standard.isEmpty() || min.isEmpty() || max.isEmpty() || title.isEmpty()) {
            return Optional.empty();
        }
        if (!(min.get() <= standard.get() && standard.get() <= max.get())) {
            value.report(
                    RuleFault.BAD_RANGE,
                    "a parameter's default lies between its min and its max, but "
                            + draft.format(standard.get())
                            + " does not lie between "
                            + draft.format(min.get())
                            + " and "
                            + draft.format(max.get()),
                    "change one of the three");
            return Optional.empty();
        }
        if (type == Parameter.Type.DURATION && max.get() > Limits.LONGEST_HOLD.toMillis()) {
            parameter
                    .find("max")
                    .ifPresent(
                            found ->
                                    found.report(
                                            YamlIssue.OUT_OF_RANGE,
                                            "a duration is at most "
                                                    + Spans.format(Limits.LONGEST_HOLD)
                                                    + ", not "
                                                    + draft.format(max.get()),
                                            "choose a shorter one"));
            return Optional.empty();
        }
        return Optional.of(
                new Parameter(name, type, standard.get(), min.get(), max.get(), unit, title.get()));
    }

    private static Optional<Double> number(
            Parameter draft, YamlMap map, String key, String example) {
        Optional<YamlValue> value = map.need(key, example);
        Optional<String> text = value.flatMap(found -> found.text("a parameter's " + key, 64));
        Optional<Double> number = text.flatMap(draft::parse);
        if (text.isPresent() && number.isEmpty()) {
            boolean duration = draft.type() == Parameter.Type.DURATION;
            value.get()
                    .report(
                            duration ? YamlIssue.BAD_DURATION : YamlIssue.BAD_NUMBER,
                            "a parameter's "
                                    + key
                                    + " is a "
                                    + (duration ? "duration" : "number")
                                    + " as its default is, not \""
                                    + text.get()
                                    + "\"",
                            duration
                                    ? "write a whole number and ms, s, m, h or d"
                                    : "write digits");
        }
        return number;
    }
}
