// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import org.lamplighter.alarm.Title;

import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What of a policy overrides can set: the numbers and times of its text, by the keys they have
 * there, within the limits they have there. Stateless.
 */
final class AreaTuning {
    /** What an area may count at most: an area that never fills up would never be in trouble. */
    static final long MOST_DEVICES = 1_000;

    static final long FEWEST_DEVICES = 2;
    static final Duration SHORTEST_WITHIN = Duration.ofSeconds(1);

    private AreaTuning() {}

    /** The parameters of a policy, by name; their defaults are what its text says. */
    static SortedMap<String, Parameter> parameters(AreaPolicy policy) {
        SortedMap<String, Parameter> parameters = new TreeMap<>();
        switch (policy) {
            case AreaPolicy.Collapse collapse -> {
                put(
                        parameters,
                        number(
                                "devices",
                                collapse.devices(),
                                FEWEST_DEVICES,
                                MOST_DEVICES,
                                "",
                                new Title("Devices it takes", "最少设备数")));
                if (collapse.percent() > 0) {
                    put(
                            parameters,
                            number(
                                    "share",
                                    collapse.percent(),
                                    1,
                                    100,
                                    "%",
                                    new Title("Share of the devices it takes", "设备占比")));
                }
                put(
                        parameters,
                        span(
                                "within",
                                collapse.within(),
                                SHORTEST_WITHIN,
                                Limits.LONGEST_WITHIN,
                                new Title("Raised within", "时间窗口")));
                put(
                        parameters,
                        span(
                                "update-every",
                                collapse.updateEvery(),
                                Duration.ZERO,
                                Limits.LONGEST_WITHIN,
                                new Title("Further alarms are told every", "更新间隔")));
            }
            case AreaPolicy.Inhibit inhibit -> {
                put(
                        parameters,
                        span(
                                "before",
                                inhibit.before(),
                                Duration.ZERO,
                                Limits.LONGEST_HOLD,
                                new Title("Hides what was raised before", "前溯时间")));
                put(
                        parameters,
                        span(
                                "linger",
                                inhibit.linger(),
                                Duration.ZERO,
                                Limits.LONGEST_HOLD,
                                new Title("Hides for so long after", "延后时间")));
            }
        }
        return parameters;
    }

    /** The policy with one of its parameters set; the value is within its limits. */
    static AreaPolicy tuned(AreaPolicy policy, String parameter, double value) {
        Duration span = Duration.ofMillis((long) value);
        return switch (policy) {
            case AreaPolicy.Collapse it ->
                    new AreaPolicy.Collapse(
                            it.id(),
                            it.version(),
                            it.attribute(),
                            it.title(),
                            it.severity(),
                            it.caseKind(),
                            it.deadline(),
                            it.rules(),
                            it.kinds(),
                            parameter.equals("devices") ? (int) value : it.devices(),
                            parameter.equals("share") ? (int) value : it.percent(),
                            parameter.equals("within") ? span : it.within(),
                            parameter.equals("update-every") ? span : it.updateEvery());
            case AreaPolicy.Inhibit it ->
                    new AreaPolicy.Inhibit(
                            it.id(),
                            it.version(),
                            it.attribute(),
                            it.when(),
                            it.hides(),
                            it.kinds(),
                            parameter.equals("before") ? span : it.before(),
                            parameter.equals("linger") ? span : it.linger());
        };
    }

    private static void put(SortedMap<String, Parameter> into, Parameter parameter) {
        into.put(parameter.name(), parameter);
    }

    private static Parameter number(
            String name, int standard, long min, long max, String unit, Title title) {
        return new Parameter(name, Parameter.Type.NUMBER, standard, min, max, unit, title);
    }

    private static Parameter span(
            String name, Duration standard, Duration min, Duration max, Title title) {
        return new Parameter(
                name,
                Parameter.Type.DURATION,
                standard.toMillis(),
                min.toMillis(),
                max.toMillis(),
                "",
                title);
    }
}
