// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

import dev.cel.runtime.CelVariableResolver;

import org.lamplighter.alarm.RuleId;
import org.lamplighter.alarm.Severity;
import org.lamplighter.reading.PointName;
import org.lamplighter.registry.Location;
import org.lamplighter.rule.Amount;
import org.lamplighter.rule.Condition;
import org.lamplighter.rule.Parameter;
import org.lamplighter.rule.Rule;
import org.lamplighter.rule.RuleBook;
import org.lamplighter.rule.RuleInForce;
import org.lamplighter.rule.Setting;
import org.lamplighter.rule.Spans;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A rule with its parameters and the attributes it needs worked out for one device. Immutable. */
final class PlannedRule {
    private final RuleInForce inForce;
    private final SortedMap<String, String> settings;
    private final Map<String, Optional<Object>> constants = new HashMap<>();
    private final SortedMap<PointName, String> points = new TreeMap<>();
    private final PointName[] pointNames;
    private final Timing timing;

    /** When it is raised and cleared, in milliseconds and readings. */
    sealed interface Timing {
        /**
         * By values.
         *
         * @param raise the condition
         * @param clear what ends it
         * @param unless what makes the hold needless; at most one
         * @param hold for how long it must hold; {@link Episode#NEVER} if that does not count
         * @param times in how many readings it must hold; {@link Integer#MAX_VALUE} if that does
         *     not count
         * @param within within what time; {@link Episode#NEVER} for any
         * @param clearHold how long the clear condition must hold
         * @param daylight when alone it is trouble; at most one, and any time if none
         * @param placed whether it is known where the device is, if that matters
         */
        record ByValue(
                Check raise,
                Check clear,
                List<Check> unless,
                long hold,
                int times,
                long within,
                long clearHold,
                List<Daylight> daylight,
                boolean placed)
                implements Timing {
            /**
             * Until when what shows at {@code at} may be trouble, in epoch milliseconds; {@link
             * Daylight#NONE} if it is none then.
             */
            long troubleUntil(long at) {
                if (!placed) {
                    return Daylight.NONE;
                }
                return daylight.isEmpty() ? Daylight.NEVER_ENDS : daylight.getFirst().endOf(at);
            }

            boolean isAtOnce() {
                return hold == 0
                        || times <= 1
                        || (hold == Episode.NEVER && times == Integer.MAX_VALUE);
            }
        }

        /**
         * By silence.
         *
         * @param limit for how long
         * @param intervals that in expected intervals
         * @param expected one expected interval
         */
        record BySilence(long limit, double intervals, Duration expected) implements Timing {}
    }

    PlannedRule(RuleInForce inForce, RuleBook book, Subject subject) {
        this.inForce = inForce;
        Rule rule = inForce.rule();
        Map<String, Double> values = new HashMap<>();
        SortedMap<String, String> texts = new TreeMap<>();
        for (Parameter parameter : rule.parameters().values()) {
            Setting setting = book.setting(inForce, parameter, subject.device());
            values.put(parameter.name(), setting.value());
            texts.put(parameter.name(), setting.text());
        }
        this.settings = Collections.unmodifiableSortedMap(texts);
        this.timing =
                switch (rule.trigger()) {
                    case Rule.Threshold(
                                    var raise,
                                    var hold,
                                    var clear,
                                    var clearHold,
                                    var daylight) -> {
                        learn(raise, values, subject);
                        learn(clear, values, subject);
                        hold.unless().forEach(unless -> learn(unless, values, subject));
                        rule.stages()
                                .forEach(
                                        stage ->
                                                stage.when()
                                                        .forEach(
                                                                when ->
                                                                        learn(
                                                                                when, values,
                                                                                subject)));
                        yield new Timing.ByValue(
                                new Check(raise, constants),
                                new Check(clear, constants),
                                hold.unless().stream()
                                        .map(unless -> new Check(unless, constants))
                                        .toList(),
                                hold.span().equals(Amount.NONE)
                                        ? Episode.NEVER
                                        : (long) valueOf(hold.span(), values),
                                hold.times().equals(Amount.NONE)
                                        ? Integer.MAX_VALUE
                                        : (int) Math.ceil(valueOf(hold.times(), values)),
                                hold.within().equals(Amount.NONE)
                                        ? Episode.NEVER
                                        : (long) valueOf(hold.within(), values),
                                (long) valueOf(clearHold, values),
                                daylightOf(daylight, values, subject),
                                daylight.isEmpty()
                                        || subject.device().location() instanceof Location.At);
                    }
                    case Rule.Silence(var intervals) -> {
                        double count = valueOf(intervals, values);
                        yield new Timing.BySilence(
                                Math.round(count * subject.expectedInterval().toMillis()),
                                count,
                                subject.expectedInterval());
                    }
                };
        this.pointNames = points.keySet().toArray(PointName[]::new);
    }

    private List<Daylight> daylightOf(
            List<Rule.Daylight> declared, Map<String, Double> values, Subject subject) {
        List<Daylight> daylight = new ArrayList<>();
        if (!declared.isEmpty() && subject.device().location() instanceof Location.At place) {
            // so that a device that is moved is decided upon anew
            constants.put("device.location", Optional.of(place.lon() + " " + place.lat()));
            Rule.Daylight day = declared.getFirst();
            daylight.add(
                    new Daylight(
                            place,
                            (long) valueOf(day.afterSunrise(), values),
                            (long) valueOf(day.beforeSunset(), values)));
        }
        return daylight;
    }

    private void learn(Condition condition, Map<String, Double> values, Subject subject) {
        points.putAll(condition.points());
        for (String name : condition.parameters()) {
            constants.put(name, Optional.of(values.getOrDefault(name, 0.0)));
        }
        for (String attribute : condition.attributes()) {
            String text = subject.device().attributes().getOrDefault(attribute, "0");
            constants.put(
                    "device." + attribute,
                    Optional.of(Spans.parseNumber(text.strip()).orElse(0.0)));
        }
    }

    private static double valueOf(Amount amount, Map<String, Double> values) {
        return switch (amount) {
            case Amount.Fixed(double value) -> value;
            case Amount.OfParameter(String name) -> values.getOrDefault(name, 0.0);
        };
    }

    RuleId id() {
        return inForce.rule().id();
    }

    Rule rule() {
        return inForce.rule();
    }

    long version() {
        return inForce.version();
    }

    /** The parameters in force with their scopes. */
    SortedMap<String, String> settings() {
        return settings;
    }

    /** All points it looks at, with the symbols of their units. */
    SortedMap<PointName, String> points() {
        return points;
    }

    PointName[] pointNames() {
        return pointNames;
    }

    Timing timing() {
        return timing;
    }

    /** The severity that these values mean. */
    Severity severity(Latest latest, CelVariableResolver values) {
        for (Rule.Stage stage : rule().stages()) {
            boolean holds = true;
            for (Condition when : stage.when()) {
                holds &= when.holds(values);
            }
            if (holds) {
                return stage.severity();
            }
        }
        throw new IllegalStateException("the last severity of " + id() + " has no condition");
    }

    /** What CEL sees: parameters and attributes as planned, points as they are now. */
    CelVariableResolver values(Latest latest) {
        return name -> {
            Optional<Object> constant = constants.get(name);
            return constant != null ? constant : latest.find(name);
        };
    }

    /** Whether the phase of another means the same here: both go by values, or both by silence. */
    boolean isAlike(PlannedRule other) {
        return timing instanceof Timing.BySilence == other.timing instanceof Timing.BySilence;
    }

    /** Whether it decides as another does, whatever the version says. */
    boolean decidesAs(PlannedRule other) {
        boolean sameLimit =
                !(timing instanceof Timing.BySilence silence) || silence.equals(other.timing);
        return sameLimit
                && inForce.rule().equals(other.inForce.rule())
                && settings.equals(other.settings)
                && constants.equals(other.constants);
    }
}
