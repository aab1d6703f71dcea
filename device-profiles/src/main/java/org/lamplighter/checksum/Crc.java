// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.checksum;

import org.lamplighter.reading.Payload;

import java.util.Objects;

/**
 * A cyclic redundancy check by the parameters of the Rocksoft model, where input and output are
 * reflected both or neither. One table, a byte a step.
 */
final class Crc implements Checksum {
    private final String name;
    private final int width;
    private final boolean reflected;
    private final int start;
    private final int xorOut;
    private final int[] table = new int[256];

    /**
     * Makes a check.
     *
     * @param width its bits: 8, 16 or 32
     * @param polynomial without its highest term, its highest bit first
     * @param initial what the register holds before the first byte, not reflected
     * @param reflected whether each byte's lowest bit goes first, in and out
     * @param xorOut what the register is combined with at the end
     */
    Crc(String name, int width, long polynomial, long initial, boolean reflected, long xorOut) {
        this.name = name;
        this.width = width;
        this.reflected = reflected;
        this.xorOut = (int) xorOut;
        // Not reflected, the register stands in the highest bits of an int, so that one loop does
        // for all widths.
        int spare = 32 - width;
        int divisor = (int) polynomial << spare;
        this.start = reflected ? Integer.reverse((int) initial << spare) : (int) initial << spare;
        for (int i = 0; i < table.length; i++) {
            int register = i << 24;
            for (int bit = 0; bit < 8; bit++) {
                register = register < 0 ? (register << 1) ^ divisor : register << 1;
            }
            int index = reflected ? Integer.reverse(i << 24) : i;
            table[index] = reflected ? Integer.reverse(register) : register;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int bytes() {
        return width / 8;
    }

    @Override
    public long over(byte[] all, int from, int to) {
        Objects.checkFromToIndex(from, to, all.length);
        int register = start;
        if (reflected) {
            for (int i = from; i < to; i++) {
                register = table[(register ^ all[i]) & 0xff] ^ (register >>> 8);
            }
        } else {
            for (int i = from; i < to; i++) {
                register = table[((register >>> 24) ^ all[i]) & 0xff] ^ (register << 8);
            }
        }
        return value(register);
    }

    @Override
    public long over(Payload all, int from, int to) {
        Objects.checkFromToIndex(from, to, all.length());
        int register = start;
        if (reflected) {
            for (int i = from; i < to; i++) {
                register = table[(register ^ all.unsignedByte(i)) & 0xff] ^ (register >>> 8);
            }
        } else {
            for (int i = from; i < to; i++) {
                register = table[(register >>> 24) ^ all.unsignedByte(i)] ^ (register << 8);
            }
        }
        return value(register);
    }

    private long value(int register) {
        int aligned = reflected ? register : register >>> (32 - width);
        return Integer.toUnsignedLong(aligned ^ xorOut);
    }

    @Override
    public String toString() {
        return name;
    }
}
