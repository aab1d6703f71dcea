// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

/**
 * How an integer is written.
 *
 * @param width its bytes without a leading sign byte, 1 to 8
 * @param littleEndian whether the lowest byte comes first
 * @param sign where its sign is
 */
public record IntegerType(int width, boolean littleEndian, Sign sign) implements NumberType {
    /** Where an integer's sign is. */
    public enum Sign {
        /** It has none. */
        NONE,
        /** Two's complement. */
        TWOS_COMPLEMENT,
        /** The highest bit; the others are the magnitude. */
        MAGNITUDE,
        /** A byte before it: zero is plus, anything else minus. */
        LEADING_BYTE
    }

    public IntegerType {
        if (width < 1 || width > 8) {
            throw new IllegalArgumentException("an integer has 1 to 8 bytes, not " + width);
        }
    }

    @Override
    public int length() {
        return sign == Sign.LEADING_BYTE ? width + 1 : width;
    }

    public int bits() {
        return 8 * width;
    }
}
