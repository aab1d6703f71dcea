// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.binary;

import org.lamplighter.profile.layout.IntegerType;

/**
 * Which raw values there are.
 *
 * @param signBits the width of a two's complement number, else 0: there a raw value may also be
 *     written as the unsigned one with the same bits, as vendors do ({@code 0x8000})
 */
public record RawRange(long min, long max, int signBits) {
    static RawRange unsigned(int bits) {
        return bits == 64
                ? new RawRange(Long.MIN_VALUE, Long.MAX_VALUE, 0)
                : new RawRange(0, (1L << bits) - 1, 0);
    }

    static RawRange signed(int bits) {
        return new RawRange(-(1L << (bits - 1)), (1L << (bits - 1)) - 1, bits);
    }

    public static RawRange of(IntegerType type) {
        int bits = type.bits();
        return switch (type.sign()) {
            case NONE -> unsigned(bits);
            case TWOS_COMPLEMENT -> signed(bits);
            case MAGNITUDE -> new RawRange(-(-1L >>> (65 - bits)), -1L >>> (65 - bits), 0);
            case LEADING_BYTE -> {
                long max = bits == 64 ? Long.MAX_VALUE : (1L << bits) - 1;
                yield new RawRange(-max, max, 0);
            }
        };
    }

    long rawOf(long written) {
        boolean asBits = signBits > 0 && signBits < 64 && written > max && written < 1L << signBits;
        return asBits ? written - (1L << signBits) : written;
    }
}
