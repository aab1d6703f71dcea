// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import org.lamplighter.reading.PointName;
import org.lamplighter.unit.Unit;

/**
 * A point as a profile declares it.
 *
 * @param name its name
 * @param type what its values are
 */
public record Point(PointName name, Type type) {
    /** What the values of a point are. */
    public sealed interface Type {
        /** Numbers in one unit. */
        record Quantity(Unit unit) implements Type {}

        /** States that hold or do not. */
        record Flag() implements Type {}

        /** Texts. */
        record Text() implements Type {}

        /** The word in profiles: {@code quantity}, {@code flag} or {@code text}. */
        default String word() {
            return switch (this) {
                case Quantity quantity -> "quantity";
                case Flag flag -> "flag";
                case Text text -> "text";
            };
        }
    }
}
