// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.unit;

/** Whether a value in one unit can be told in another. */
public sealed interface Agreement {
    /** It can. */
    record Agreed(UnitConversion conversion) implements Agreement {}

    /**
     * It cannot.
     *
     * @param rule what is broken, with both units
     * @param hint what to do
     */
    record Different(String rule, String hint) implements Agreement {}
}
