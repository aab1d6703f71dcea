// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.framing;

import org.lamplighter.reading.Payload;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Bytes of which some may be anything: {@code 68 ** ** 68}.
 *
 * @param values the bytes; zero where anything may be
 * @param masks ff where a byte is given, zero where anything may be
 */
public record BytePattern(Payload values, Payload masks) {
    /** The most bytes of a pattern. */
    public static final int MAX_LENGTH = 32;

    /** No bytes at all. */
    public static final BytePattern EMPTY =
            new BytePattern(Payload.wrap(new byte[0]), Payload.wrap(new byte[0]));

    /** Reads hexadecimal bytes and {@code **}, with or without blanks. */
    static Optional<BytePattern> parse(String text) {
        String digits = text.replaceAll("\\s", "");
        int length = digits.length() / 2;
        if (digits.length() % 2 != 0 || length > MAX_LENGTH) {
            return Optional.empty();
        }
        byte[] values = new byte[length];
        byte[] masks = new byte[length];
        for (int i = 0; i < length; i++) {
            char high = digits.charAt(2 * i);
            char low = digits.charAt(2 * i + 1);
            if (HexFormat.isHexDigit(high) && HexFormat.isHexDigit(low)) {
                values[i] =
                        (byte) (16 * HexFormat.fromHexDigit(high) + HexFormat.fromHexDigit(low));
                masks[i] = (byte) 0xff;
            } else if (high != '*' || low != '*') {
                return Optional.empty();
            }
        }
        return Optional.of(new BytePattern(Payload.wrap(values), Payload.wrap(masks)));
    }

    int length() {
        return values.length();
    }

    boolean isEmpty() {
        return length() == 0;
    }

    /** Whether any byte is given. */
    boolean saysSomething() {
        byte[] none = new byte[length()];
        return !Arrays.equals(masks.toByteArray(), none);
    }

    /** Whether only these bytes are meant, and no other. */
    boolean isSame(Payload bytes) {
        return length() > 0
                && values.equals(bytes)
                && IntStream.range(0, length()).allMatch(i -> masks.unsignedByte(i) == 0xff);
    }

    /**
     * Whether the bytes from {@code from} are these, as far as they are there before {@code to}.
     */
    boolean matchesSoFar(byte[] bytes, int from, int to) {
        int there = Math.min(length(), to - from);
        for (int i = 0; i < there; i++) {
            if (((bytes[from + i] ^ values.unsignedByte(i)) & masks.unsignedByte(i)) != 0) {
                return false;
            }
        }
        return true;
    }
}
