// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.binary;

import org.lamplighter.profile.layout.FloatType;

/** What the bits of numbers with a binary point mean. */
final class Floats {
    private Floats() {}

    static double of(FloatType.Format format, long bits) {
        return switch (format) {
            case F16 -> Float.float16ToFloat((short) bits);
            case F32 -> Float.intBitsToFloat((int) bits);
            case F64 -> Double.longBitsToDouble(bits);
            case BF16 -> Float.intBitsToFloat((int) bits << 16);
            case SFLT16 -> {
                double fraction = (bits & 0x7ff) / 2048.0;
                double value = Math.scalb(fraction, (int) (bits >> 11 & 0xf) - 15);
                yield (bits & 0x8000) == 0 ? value : -value;
            }
        };
    }
}
