// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.point;

import org.lamplighter.unit.UnitConversion;

/** How a declared point fits what its name is known for. */
public sealed interface Fit {
    /** The name is not known; it may be anything. */
    record Unknown() implements Fit {}

    /** It is as it is known. */
    record Same() implements Fit {}

    /**
     * It is in another unit of the same quantity.
     *
     * @param conversion from the declared unit to the known one
     * @param rule what is so, with both units
     * @param hint what to do
     */
    record OtherUnit(UnitConversion conversion, String rule, String hint) implements Fit {}

    /**
     * It is something else.
     *
     * @param rule what is broken
     * @param hint what to do
     */
    record Wrong(String rule, String hint) implements Fit {}
}
