// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.json;

import org.lamplighter.profile.layout.DocumentLayout.Match;

import java.math.BigDecimal;
import java.util.OptionalLong;

/** What the values of a tree are worth. */
final class Values {
    private static final BigDecimal LOWEST = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal HIGHEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private Values() {}

    /** A number as an integer, if it is one of 64 bits. */
    static OptionalLong integer(Node node) {
        if (!(node instanceof Node.Numeric number) || number.decimal == null) {
            return OptionalLong.empty();
        }
        BigDecimal decimal = number.decimal;
        boolean whole =
                decimal.compareTo(LOWEST) >= 0
                        && decimal.compareTo(HIGHEST) <= 0
                        && decimal.stripTrailingZeros().scale() <= 0;
        return whole ? OptionalLong.of(decimal.longValue()) : OptionalLong.empty();
    }

    /** Whether a value is one that is looked for. */
    static boolean matches(Match match, Node node) {
        return switch (node) {
            case Node.Text text -> text.text.equals(match.text());
            case Node.Flag flag -> Boolean.toString(flag.value).equals(match.text());
            case Node.Numeric number -> {
                OptionalLong integer = integer(number);
                boolean inRange =
                        integer.isPresent()
                                && match.numbers()
                                        .filter(
                                                range ->
                                                        range.low() <= integer.getAsLong()
                                                                && integer.getAsLong()
                                                                        <= range.high())
                                        .isPresent();
                yield inRange
                        || (number.decimal != null
                                && match.decimal()
                                        .filter(d -> d.compareTo(number.decimal) == 0)
                                        .isPresent());
            }
            case Node.Members members -> false;
            case Node.Items items -> false;
            case Node.Nothing nothing -> false;
            case Node.Other other -> false;
        };
    }

    /** How a value is shown in messages. */
    static String shown(Node node) {
        return switch (node) {
            case Node.Text text -> "\"" + text.text + "\"";
            case Node.Flag flag -> Boolean.toString(flag.value);
            case Node.Numeric number ->
                    number.decimal == null ? number.why() : number.decimal.toString();
            case Node.Members members -> node.what();
            case Node.Items items -> node.what();
            case Node.Nothing nothing -> node.what();
            case Node.Other other -> node.what();
        };
    }
}
