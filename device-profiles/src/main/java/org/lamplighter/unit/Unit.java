// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.unit;

import java.util.Optional;

/**
 * A unit of measure in the case-sensitive code of UCUM (The Unified Code for Units of Measure,
 * version 2.2), such as {@code deg}, {@code cm}, {@code kW.h} or {@code %{LEL}}.
 *
 * @param code a code that {@link #isValid} accepts
 */
public record Unit(String code) {
    /** The longest code, in characters. */
    public static final int MAX_LENGTH = 40;

    public Unit {
        if (!isValid(code)) {
            throw new IllegalArgumentException("\"" + code + "\" is no UCUM unit");
        }
    }

    /** Whether {@code code} is a term of units that UCUM has; never throws. */
    public static boolean isValid(String code) {
        return code.length() <= MAX_LENGTH && UcumParser.parse(code).isPresent();
    }

    /** What somebody probably meant who wrote a unit that is none. */
    public static Optional<String> findMeant(String code) {
        return UnitSpelling.findMeant(code);
    }

    /**
     * How people write it: {@code °C} for {@code Cel}; the code itself where nothing is shorter.
     */
    public String symbol() {
        return UnitSpelling.symbol(code);
    }

    Measure measure() {
        return UcumParser.parse(code).orElseThrow();
    }

    @Override
    public String toString() {
        return code;
    }
}
