// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.binary;

import org.lamplighter.profile.layout.IntegerType;
import org.lamplighter.profile.layout.IntegerType.Sign;
import org.lamplighter.reading.Payload;

/** Reads integers of one type. Immutable. */
final class IntegerReader {
    private final int width;
    private final int length;
    private final boolean little;
    private final Sign sign;
    private final int unused;

    IntegerReader(IntegerType type) {
        width = type.width();
        length = type.length();
        little = type.littleEndian();
        sign = type.sign();
        unused = 64 - type.bits();
    }

    int length() {
        return length;
    }

    long read(Payload payload, int at) {
        return switch (sign) {
            case NONE -> unsigned(payload, at);
            case TWOS_COMPLEMENT -> unsigned(payload, at) << unused >> unused;
            case MAGNITUDE -> {
                long raw = unsigned(payload, at);
                long magnitude = raw << (unused + 1) >>> (unused + 1);
                yield magnitude == raw ? raw : -magnitude;
            }
            case LEADING_BYTE -> {
                long raw = magnitude(payload, at);
                yield payload.unsignedByte(at) == 0 ? raw : -raw;
            }
        };
    }

    /** Whether there are frames with a magnitude beyond 63 bits, which has no sign then. */
    boolean mayBeTooLarge() {
        return sign == Sign.LEADING_BYTE && width == 8;
    }

    boolean isTooLarge(Payload payload, int at) {
        return magnitude(payload, at) < 0;
    }

    /** What stands behind a leading byte, as an unsigned integer. */
    long magnitude(Payload payload, int at) {
        return unsigned(payload, at + 1);
    }

    private long unsigned(Payload payload, int at) {
        if (width == 1) {
            return payload.unsignedByte(at);
        }
        if (width == 2) {
            int first = payload.unsignedByte(at);
            int second = payload.unsignedByte(at + 1);
            return little ? second << 8 | first : first << 8 | second;
        }
        return unsigned(payload, at, width, little);
    }

    static long unsigned(Payload payload, int at, int width, boolean little) {
        long raw = 0;
        for (int i = 0; i < width; i++) {
            raw = raw << 8 | payload.unsignedByte(little ? at + width - 1 - i : at + i);
        }
        return raw;
    }
}
