// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import org.lamplighter.reading.PointName;
import org.lamplighter.unit.LowerExplosiveLimit;
import org.lamplighter.unit.Unit;

import java.util.Optional;

/**
 * A point as a profile declares it.
 *
 * @param name its name
 * @param type what its values are
 * @param lel of a gas that can explode, what 100 %LEL of it are
 * @param computed whether it is computed of others, and no frame carries it
 * @param lwm2m what the same is in LwM2M, if the profile or the canonical name says so
 */
public record Point(
        PointName name,
        Type type,
        Optional<LowerExplosiveLimit> lel,
        boolean computed,
        Optional<LwM2mPath> lwm2m) {
    public Point(PointName name, Type type) {
        this(name, type, Optional.empty(), false, Optional.empty());
    }

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
