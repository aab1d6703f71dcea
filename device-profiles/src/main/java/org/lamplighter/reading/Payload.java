// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.reading;

import java.util.Arrays;
import java.util.HexFormat;

/** The untouched bytes of a frame: a read-only value with equality, whose array never leaks. */
public final class Payload {
    /** The largest payload that is accepted anywhere, in bytes. */
    public static final int MAX_LENGTH = 64 * 1024;

    private final byte[] bytes;

    private Payload(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Copies {@code bytes}. */
    public static Payload copyOf(byte[] bytes) {
        return new Payload(bytes.clone());
    }

    /** Takes {@code bytes} over without a copy; the caller must never write to it again. */
    public static Payload wrap(byte[] bytes) {
        return new Payload(bytes);
    }

    /** Parses hexadecimal digits, with or without blanks between them. */
    public static Payload parseHex(String hex) {
        return new Payload(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    public int length() {
        return bytes.length;
    }

    /** The byte at {@code index} as 0 to 255. */
    public int unsignedByte(int index) {
        return bytes[index] & 0xff;
    }

    /** A copy of all bytes. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    public String toHex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The length only: a payload is never written to a log. */
    @Override
    public String toString() {
        return "Payload[" + bytes.length + " bytes]";
    }
}
