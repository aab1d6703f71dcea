// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.profile.ShippedProfiles;
import org.lamplighter.rule.Rule.Hold;
import org.lamplighter.rule.Rule.Silence;
import org.lamplighter.rule.Rule.Threshold;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The shipped rules with their defaults, as others rely on them: a line each. */
final class ShippedTableTest {
    private static final String TABLE =
            """
            battery-low: raise battery < 15; hold 2 readings; clear battery >= 20; minor; device-maintenance in 7d
            cover-displaced: raise abs(tilt - device.tilt_background) >= 15 || tilt > 90; hold 1m, none if tilt > 90; clear abs(tilt - device.tilt_background) < 15 - 5, for 10m; major; cover-unsafe in 2h
            cover-opened: raise open; clear !open, for 10m; critical; cover-unsafe in 2h
            cover-silent: no report for 2.5 expected intervals; minor; device-maintenance in 7d
            methane-high: raise ch4 >= 20; hold 2 readings or 1m, none if ch4 >= 50; clear ch4 < 15, for 10m; critical if ch4 >= 50, major; methane in 1h
            sewer-overflow: raise overflow; hold 1m; clear !overflow, for 10m; major; sewer-overflow in 4h
            lamp-on-by-day: raise current >= 0.05, between sunrise + 30m and sunset - 30m; hold 30m; clear !(current >= 0.05), for 10m; minor; lamp-fault in 7d
            lamp-out: raise on && current < 0.05; hold 10m; clear current >= 0.05 || !on, for 10m; minor; lamp-fault in 2d
            lamp-silent: no report for 2.5 expected intervals; minor; device-maintenance in 7d
            battery-low: raise battery < 15; hold 2 readings; clear battery >= 20; minor; device-maintenance in 7d
            bay-silent: no report for 2.5 expected intervals; minor; device-maintenance in 7d
            """;

    @Test
    void theShippedRulesAreThoseOfTheTable() {
        RuleBook book = ShippedPacks.book();
        List<String> lines = new ArrayList<>();
        for (String kind : List.of("manhole-cover", "streetlight", "parking-bay")) {
            book.rulesFor(kind).forEach(rule -> lines.add(line(rule.rule())));
        }

        assertThat(String.join("\n", lines) + "\n").isEqualTo(TABLE);
    }

    @Test
    void theGenericProfilesAreExpectedToReportEachDayHourAndDay() {
        assertThat(interval("generic-manhole-cover")).isEqualTo(Duration.ofHours(24));
        assertThat(interval("generic-streetlight")).isEqualTo(Duration.ofHours(1));
        assertThat(interval("generic-parking-bay")).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void everyNumberOfTheTableIsAParameter() {
        for (ShippedPacks.Shipped pack : ShippedPacks.all()) {
            assertThat(pack.yaml().lines().map(String::strip))
                    .filteredOn(line -> line.matches("(raise|hold|clear|clear-hold|no-report):.*"))
                    .filteredOn(line -> !line.contains("default:"))
                    .allMatch(line -> !line.replaceAll("#.*|\\bch4\\b", "").matches(".*\\d.*"));
        }
    }

    private static Duration interval(String profile) {
        return ShippedProfiles.require(profile).profile().expectedInterval();
    }

    private static String line(Rule rule) {
        String trigger =
                switch (rule.trigger()) {
                    case Silence silence ->
                            "no report for "
                                    + value(rule, silence.intervals(), Parameter.Type.NUMBER)
                                    + " expected intervals";
                    case Threshold threshold ->
                            "raise "
                                    + text(rule, threshold.raise())
                                    + threshold.daylight().stream()
                                            .map(day -> day(rule, day))
                                            .collect(Collectors.joining())
                                    + hold(rule, threshold.hold())
                                    + "; clear "
                                    + text(rule, threshold.clear())
                                    + span(rule, ", for ", threshold.clearHold());
                };
        String severities =
                rule.stages().stream()
                        .map(
                                stage ->
                                        stage.severity().text()
                                                + stage.when().stream()
                                                        .map(when -> " if " + text(rule, when))
                                                        .collect(Collectors.joining()))
                        .collect(Collectors.joining(", "));
        return rule.id()
                + ": "
                + trigger
                + "; "
                + severities
                + "; "
                + rule.caseKind()
                + " in "
                + Spans.format(rule.deadline());
    }

    private static String day(Rule rule, Rule.Daylight day) {
        return span(rule, ", between sunrise + ", day.afterSunrise())
                + span(rule, " and sunset - ", day.beforeSunset());
    }

    private static String hold(Rule rule, Hold hold) {
        List<String> either = new ArrayList<>();
        if (!hold.times().equals(Amount.NONE)) {
            either.add(value(rule, hold.times(), Parameter.Type.NUMBER) + " readings");
        }
        if (!hold.span().equals(Amount.NONE)) {
            either.add(span(rule, "", hold.span()));
        }
        String unless =
                hold.unless().stream()
                        .map(condition -> ", none if " + text(rule, condition))
                        .collect(Collectors.joining());
        return either.isEmpty() ? unless : "; hold " + String.join(" or ", either) + unless;
    }

    private static String span(Rule rule, String prefix, Amount amount) {
        return amount.equals(Amount.NONE)
                ? ""
                : prefix + value(rule, amount, Parameter.Type.DURATION);
    }

    private static String value(Rule rule, Amount amount, Parameter.Type type) {
        return switch (amount) {
            case Amount.Fixed(double value) ->
                    type == Parameter.Type.NUMBER
                            ? Spans.formatNumber(value)
                            : Spans.format(Duration.ofMillis((long) value));
            case Amount.OfParameter(String name) -> {
                Parameter parameter = rule.parameters().get(name);
                assertThat(parameter).as(rule.id() + "." + name).isNotNull();
                assertThat(parameter.type()).isEqualTo(type);
                yield parameter.format(parameter.standard());
            }
        };
    }

    /** A condition with the defaults in place of its parameters. */
    private static String text(Rule rule, Condition condition) {
        String text = condition.text();
        for (String name : condition.parameters()) {
            Parameter parameter = rule.parameters().get(name);
            assertThat(parameter).as(rule.id() + "." + name).isNotNull();
            text = text.replaceAll("\\b" + name + "\\b", parameter.format(parameter.standard()));
        }
        return text;
    }
}
