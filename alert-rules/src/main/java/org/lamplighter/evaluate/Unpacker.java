// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

import java.nio.charset.StandardCharsets;

/**
 * Reads what {@link Packer} wrote. Every fault of the bytes is an {@link IllegalArgumentException}.
 */
final class Unpacker {
    private final byte[] bytes;
    private final String what;
    private int position;

    Unpacker(byte[] bytes, String what) {
        this.bytes = bytes;
        this.what = what;
    }

    void requireVersion(int known) {
        long version = number();
        if (version != known) {
            throw new IllegalArgumentException(
                    what
                            + " of version "
                            + version
                            + " cannot be read: this program knows"
                            + " version "
                            + known
                            + "; start the program that wrote them, or a newer one");
        }
    }

    void requireEnd() {
        if (position != bytes.length) {
            throw new IllegalArgumentException(
                    what
                            + " end at byte "
                            + position
                            + " but "
                            + bytes.length
                            + " bytes are there");
        }
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            byte next = next();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException(
                what + " hold a number of more than ten bytes at byte " + position);
    }

    long signed() {
        long value = number();
        return (value >>> 1) ^ -(value & 1);
    }

    boolean flag() {
        return number() != 0;
    }

    /** A number of things that follow, each of at least one byte. */
    int count() {
        long count = number();
        if (count < 0 || count > bytes.length - position) {
            throw new IllegalArgumentException(
                    what
                            + " announce "
                            + count
                            + " parts at byte "
                            + position
                            + " of "
                            + bytes.length);
        }
        return (int) count;
    }

    double decimal() {
        long bits = 0;
        for (int i = 0; i < 8; i++) {
            bits = (bits << 8) | (next() & 0xff);
        }
        return Double.longBitsToDouble(bits);
    }

    String text() {
        int length = count();
        String text = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    private byte next() {
        if (position >= bytes.length) {
            throw new IllegalArgumentException(
                    what + " end within a value, after " + bytes.length + " bytes");
        }
        return bytes[position++];
    }
}
