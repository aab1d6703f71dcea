// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import org.lamplighter.alarm.Title;

import java.time.Duration;
import java.util.Optional;

/**
 * A tunable number or duration of a rule.
 *
 * @param name lower-case letters, digits and {@code _}: it can stand in a condition
 * @param type what it is
 * @param standard its default
 * @param min the least value it may take
 * @param max the greatest value it may take
 * @param unit the symbol of its unit, for people; may be empty
 * @param title for people
 */
public record Parameter(
        String name, Type type, double standard, double min, double max, String unit, Title title) {
    /** What a parameter is. */
    public enum Type {
        /** A plain number. */
        NUMBER,
        /** A duration, in milliseconds. */
        DURATION
    }

    /**
     * The value that a text says, if it is one of this type at all; it may be outside the limits.
     */
    public Optional<Double> parse(String text) {
        return switch (type) {
            case NUMBER -> Spans.parseNumber(text);
            case DURATION -> Spans.parse(text).map(span -> (double) span.toMillis());
        };
    }

    /** A value as people write it: {@code 15} or {@code 10m}. */
    public String format(double value) {
        return switch (type) {
            case NUMBER -> Spans.formatNumber(value);
            case DURATION -> Spans.format(Duration.ofMillis((long) value));
        };
    }
}
