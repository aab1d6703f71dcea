// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.checksum;

import org.lamplighter.reading.Payload;

import java.util.Objects;

/**
 * The sum of unsigned bytes, of which the lowest ones are kept.
 *
 * @param name the name in profiles
 * @param bytes how many bytes are kept
 * @param turn what is made of the sum at the end
 */
record Sum(String name, int bytes, Turn turn) implements Checksum {
    /** What is made of a sum. */
    enum Turn {
        /** Nothing. */
        PLAIN,
        /** All bits inverted (ones' complement). */
        INVERTED,
        /** The negative (two's complement): sum and checksum give zero. */
        NEGATIVE
    }

    @Override
    public long over(byte[] all, int from, int to) {
        Objects.checkFromToIndex(from, to, all.length);
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += all[i] & 0xff;
        }
        return turned(sum);
    }

    @Override
    public long over(Payload all, int from, int to) {
        Objects.checkFromToIndex(from, to, all.length());
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += all.unsignedByte(i);
        }
        return turned(sum);
    }

    private long turned(long sum) {
        long value =
                switch (turn) {
                    case PLAIN -> sum;
                    case INVERTED -> ~sum;
                    case NEGATIVE -> -sum;
                };
        return value & ((1L << (8 * bytes)) - 1);
    }
}
