// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.reading;

/**
 * The value of one point at one time. The unit belongs to the point in its profile, never to the
 * value.
 */
public sealed interface PointValue {
    /**
     * A measured number in the point's UCUM unit.
     *
     * @param value finite: NaN and infinities are faults of the frame, never values
     */
    record Quantity(double value) implements PointValue {
        public Quantity {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a quantity must be finite, not " + value);
            }
        }
    }

    /** A state that holds or does not, such as {@code open}. */
    record Flag(boolean value) implements PointValue {}

    /** A text such as a fault code, at most {@value #MAX_LENGTH} characters. */
    record Text(String value) implements PointValue {
        /** The longest text, in characters. */
        public static final int MAX_LENGTH = 1024;

        public Text {
            if (value.length() > MAX_LENGTH) {
                throw new IllegalArgumentException(
                        "a text value has at most 1024 characters, not " + value.length());
            }
        }
    }
}
