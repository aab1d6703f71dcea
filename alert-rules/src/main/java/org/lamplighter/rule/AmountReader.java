// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import org.lamplighter.yaml.Suggestions;
import org.lamplighter.yaml.YamlIssue;
import org.lamplighter.yaml.YamlValue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Reads the amounts of one rule, each a value or the name of a parameter; used by one thread. What
 * is wrong is reported where it stands.
 */
final class AmountReader {
    private final SortedMap<String, Parameter> parameters;
    private final Set<String> used = new HashSet<>();

    AmountReader(SortedMap<String, Parameter> parameters) {
        this.parameters = parameters;
    }

    /** The parameters that were named so far. */
    Set<String> used() {
        return Set.copyOf(used);
    }

    /** A duration or the name of one. */
    Optional<Amount> span(YamlValue value, String what) {
        return value.text(what, 64)
                .flatMap(
                        text -> {
                            Optional<Duration> span = Spans.parse(text);
                            if (span.isEmpty()) {
                                return parameter(
                                        value,
                                        text,
                                        what,
                                        Parameter.Type.DURATION,
                                        "a duration such as 60s");
                            }
                            if (span.get().compareTo(Limits.LONGEST_HOLD) > 0) {
                                value.report(
                                        YamlIssue.OUT_OF_RANGE,
                                        what
                                                + " is at most "
                                                + Spans.format(Limits.LONGEST_HOLD)
                                                + ", not "
                                                + text,
                                        "choose a shorter one");
                                return Optional.empty();
                            }
                            return Optional.of(new Amount.Fixed(span.get().toMillis()));
                        });
    }

    /** A number or the name of one that stays within. */
    Optional<Amount> number(YamlValue value, String what, double min, double max) {
        return value.text(what, 64)
                .flatMap(
                        text -> {
                            Optional<Double> number = Spans.parseNumber(text);
                            if (number.isEmpty()) {
                                return parameter(
                                                value,
                                                text,
                                                what,
                                                Parameter.Type.NUMBER,
                                                "a number")
                                        .filter(found -> staysWithin(value, text, what, min, max));
                            }
                            if (number.get() < min || number.get() > max) {
                                value.report(
                                        YamlIssue.OUT_OF_RANGE,
                                        what
                                                + " is "
                                                + Spans.formatNumber(min)
                                                + " to "
                                                + Spans.formatNumber(max)
                                                + ", not "
                                                + text,
                                        "choose a value within");
                                return Optional.empty();
                            }
                            return Optional.of(new Amount.Fixed(number.get()));
                        });
    }

    /** An override may take a parameter as far as its min and max go. */
    private boolean staysWithin(YamlValue value, String name, String what, double min, double max) {
        Parameter parameter = parameters.get(name);
        if (parameter == null || (parameter.min() >= min && parameter.max() <= max)) {
            return true;
        }
        value.report(
                YamlIssue.OUT_OF_RANGE,
                what
                        + " is "
                        + Spans.formatNumber(min)
                        + " to "
                        + Spans.formatNumber(max)
                        + ", and the parameter \""
                        + name
                        + "\" may be "
                        + parameter.format(parameter.min())
                        + " to "
                        + parameter.format(parameter.max()),
                "narrow the parameter's min and max");
        return false;
    }

    private Optional<Amount> parameter(
            YamlValue value, String name, String what, Parameter.Type type, String otherwise) {
        Parameter parameter = parameters.get(name);
        if (parameter != null && parameter.type() == type) {
            used.add(name);
            return Optional.of(new Amount.OfParameter(name));
        }
        List<String> candidates =
                parameters.values().stream()
                        .filter(candidate -> candidate.type() == type)
                        .map(Parameter::name)
                        .toList();
        value.report(
                RuleFault.UNKNOWN_PARAMETER,
                what
                        + " is "
                        + otherwise
                        + " or the name of such a parameter of this rule, not \""
                        + name
                        + "\"",
                candidates.isEmpty()
                        ? "write the value, or declare it under parameters"
                        : Suggestions.hint(name, candidates));
        return Optional.empty();
    }
}
