// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

import org.lamplighter.reading.PointValue;

import java.math.BigDecimal;
import java.util.Map;

/** How a raw integer becomes a value. */
public sealed interface Conversion {
    /** raw · scale + offset, in decimal arithmetic: 213 · 0.1 is 21.3, the double nearest to it. */
    record Linear(BigDecimal scale, BigDecimal offset) implements Conversion {
        /** The raw integer itself. */
        public static final Linear IDENTITY = new Linear(BigDecimal.ONE, BigDecimal.ZERO);
    }

    /** A list of values; a raw value that is not in it is a fault. */
    record Lookup(Map<Long, PointValue> values) implements Conversion {
        public Lookup {
            values = Map.copyOf(values);
        }
    }

    /** A flag that holds unless the raw integer is zero. */
    record NonZero() implements Conversion {}
}
