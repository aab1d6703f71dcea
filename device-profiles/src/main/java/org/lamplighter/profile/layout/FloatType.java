// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

/**
 * How a number with a binary point is written.
 *
 * @param format its bits
 * @param littleEndian whether the lowest byte comes first
 */
public record FloatType(Format format, boolean littleEndian) implements NumberType {
    /** Signs, exponents and fractions. */
    public enum Format {
        /** IEEE 754 binary16. */
        F16(2),
        /** IEEE 754 binary32. */
        F32(4),
        /** IEEE 754 binary64. */
        F64(8),
        /** The upper half of a binary32. */
        BF16(2),
        /** A sign, four bits of exponent e and eleven of fraction f: f / 2048 · 2^(e - 15). */
        SFLT16(2);

        private final int length;

        Format(int length) {
            this.length = length;
        }
    }

    @Override
    public int length() {
        return format.length;
    }
}
