// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers and durations as rules write them: {@code 15}, {@code 0.05}, {@code 90s}, {@code 2h}. */
public final class Spans {
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}(\\.\\d{1,15})?");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private Spans() {}

    /** The number that a text says, if it is one. */
    public static Optional<Double> parseNumber(String text) {
        return NUMBER.matcher(text).matches()
                ? Optional.of(Double.valueOf(text))
                : Optional.empty();
    }

    /** The duration that a text says, if it is one: a whole number and one of ms, s, m, h, d. */
    public static Optional<Duration> parse(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    case "h" -> Duration.ofHours(amount);
                    default -> Duration.ofDays(amount);
                });
    }

    /**
     * A duration in its largest whole unit, from which {@link #parse} reads it back; fractions
     * below 1 ms are lost.
     */
    public static String format(Duration span) {
        long millis = span.toMillis();
        if (millis == 0 || millis % 1000 != 0) {
            return millis == 0 ? "0s" : millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    /** A number without an exponent and without needless zeros. */
    public static String formatNumber(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
