// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

import org.lamplighter.reading.PointValue;
import org.lamplighter.unit.Ratio;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** How a raw number or text becomes a value. */
public sealed interface Conversion {
    /**
     * raw · scale + offset, exact, and then the nearest double: 213 · 0.1 is 21.3.
     *
     * @param round how many decimals are kept, halves away from zero
     * @param running whether it is added to the point's value before it in the frame
     */
    record Linear(Ratio scale, Ratio offset, OptionalInt round, boolean running)
            implements Conversion {
        /** The raw number itself. */
        public static final Linear IDENTITY = new Linear(Ratio.ONE, Ratio.ZERO);

        public Linear(Ratio scale, Ratio offset) {
            this(scale, offset, OptionalInt.empty(), false);
        }

        /** This, times a factor, plus an addend: what it is in another unit. */
        public Linear then(Ratio factor, Ratio addend) {
            return new Linear(
                    scale.times(factor), offset.times(factor).plus(addend), round, running);
        }
    }

    /** A list of values; a raw value of none is {@code otherwise}, or a fault. */
    record Lookup(List<Entry> entries, Optional<PointValue> otherwise) implements Conversion {
        public Lookup {
            entries = List.copyOf(entries);
        }
    }

    /** The value of some raw integers. */
    record Entry(Range range, PointValue value) {}

    /**
     * Lines, each from a raw value up to the next one's.
     *
     * @param pieces in ascending order
     * @param error the point that says by how much a value may be wrong
     */
    record Pieces(List<Piece> pieces, Optional<PointRef> error) implements Conversion {
        public Pieces {
            pieces = List.copyOf(pieces);
        }
    }

    /** One line; a raw value below the first is a fault. */
    record Piece(long from, Linear line, double error) {}

    /** A flag that holds unless the raw number is zero. */
    record NonZero() implements Conversion {}

    /** A text as it stands there. */
    record AsText() implements Conversion {}
}
