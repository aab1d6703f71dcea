// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.point;

import org.lamplighter.unit.Unit;

/** What the values of a point are. */
public sealed interface Measured {
    /** Numbers in one unit. */
    record Quantity(Unit unit) implements Measured {}

    /** States that hold or do not. */
    record Flag() implements Measured {}

    /** Texts. */
    record Text() implements Measured {}

    /** The word in profiles: {@code quantity}, {@code flag} or {@code text}. */
    default String word() {
        return switch (this) {
            case Quantity quantity -> "quantity";
            case Flag flag -> "flag";
            case Text text -> "text";
        };
    }

    /** How a profile declares it: <code>{ unit: cm }</code>. */
    default String declaration() {
        return switch (this) {
            case Quantity(Unit unit) -> "{ unit: " + quoted(unit.code()) + " }";
            case Flag flag -> "{ type: flag }";
            case Text text -> "{ type: text }";
        };
    }

    private static String quoted(String code) {
        boolean plain =
                code.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '.' || c == '/');
        return plain && !code.equals("1") ? code : "\"" + code + "\"";
    }
}
