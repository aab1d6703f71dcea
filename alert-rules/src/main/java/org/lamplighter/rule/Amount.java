// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

/**
 * A number or duration that a rule needs: written in place, or the value of one of its parameters.
 */
public sealed interface Amount {
    /**
     * Written in place.
     *
     * @param value a plain number, or milliseconds where a duration is meant
     */
    record Fixed(double value) implements Amount {}

    /** The value of the parameter of that name. */
    record OfParameter(String name) implements Amount {}

    /** Nothing: a hold that is not asked for. */
    Amount NONE = new Fixed(0);
}
