// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.scenario;

import org.lamplighter.reading.PointValue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A point's values in equal steps, in shorthand: {@code 20 x5} is 20 five times, {@code 20+1 x10}
 * is 20, 21 … 29, {@code 40-5 x3} is 40, 35, 30, and {@code _} is no value.
 */
final class Series {
    /** The most steps of a series. */
    static final int MAX_STEPS = 10_000;

    private static final Pattern TOKEN =
            Pattern.compile(
                    "(?<value>_|true|false|\"[^\"]{0,200}\"|-?\\d{1,12}(\\.\\d{1,9})?)"
                            + "(?<step>[+-]\\d{1,12}(\\.\\d{1,9})?)?( x(?<times>\\d{1,5}))?");

    private Series() {}

    /** Values in their order, empty for none. */
    record Parsed(List<Optional<PointValue>> values, String fault) {
        Parsed {
            values = List.copyOf(values);
        }
    }

    /** The values of a text, or what is wrong with it. */
    static Parsed parse(String text) {
        List<Optional<PointValue>> values = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String token = part.strip();
            Matcher matcher = TOKEN.matcher(token);
            if (!matcher.matches()) {
                return new Parsed(
                        List.of(),
                        "\""
                                + token
                                + "\" is none of a value, a value xN, a number+step xN, _ and _"
                                + " xN");
            }
            String value = matcher.group("value");
            String step = matcher.group("step");
            int times =
                    matcher.group("times") == null ? 1 : Integer.parseInt(matcher.group("times"));
            boolean isNumber = Character.isDigit(value.charAt(value.length() - 1));
            if (step != null && !isNumber) {
                return new Parsed(
                        List.of(), "\"" + token + "\" has a step, and only numbers have one");
            }
            if (values.size() + times > MAX_STEPS) {
                return new Parsed(List.of(), "a series has at most " + MAX_STEPS + " steps");
            }
            for (int i = 0; i < times; i++) {
                values.add(value(value, step == null ? "0" : step, i));
            }
        }
        return new Parsed(values, "");
    }

    private static Optional<PointValue> value(String value, String step, int i) {
        return switch (value) {
            case "_" -> Optional.empty();
            case "true", "false" -> Optional.of(new PointValue.Flag(value.equals("true")));
            default ->
                    Optional.of(
                            value.startsWith("\"")
                                    ? new PointValue.Text(value.substring(1, value.length() - 1))
                                    : new PointValue.Quantity(
                                            new BigDecimal(value)
                                                    .add(
                                                            new BigDecimal(step)
                                                                    .multiply(
                                                                            BigDecimal.valueOf(i)))
                                                    .doubleValue()));
        };
    }
}
