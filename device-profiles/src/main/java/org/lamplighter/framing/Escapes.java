// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.framing;

import java.io.ByteArrayOutputStream;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Pairs of bytes that stand for one, so that the delimiter is never within a frame: {@code 7d 02}
 * for {@code 7e}.
 *
 * @param mark the first byte of each pair
 * @param meant the byte that is meant, by the second byte of the pair
 */
public record Escapes(int mark, SortedMap<Integer, Integer> meant) {
    /** Nothing is escaped. */
    public static final Escapes NONE = new Escapes(0, new TreeMap<>());

    public Escapes {
        meant = Collections.unmodifiableSortedMap(new TreeMap<>(meant));
    }

    boolean areThere() {
        return !meant.isEmpty();
    }

    /**
     * A frame with its pairs undone, or nothing if the mark stands before another byte.
     *
     * @param head how many first bytes are taken as they are
     * @param tail how many last ones
     */
    Optional<byte[]> undo(byte[] frame, int head, int tail) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream(frame.length);
        int last = frame.length - tail;
        for (int i = 0; i < frame.length; i++) {
            int value = frame[i] & 0xff;
            if (value == mark && i >= head && i < last) {
                i++;
                int second = i < last ? frame[i] & 0xff : -1;
                Integer escaped = meant.get(second);
                if (escaped == null) {
                    return Optional.empty();
                }
                value = escaped;
            }
            plain.write(value);
        }
        return Optional.of(plain.toByteArray());
    }

    /** A frame with pairs for the bytes that need one. */
    byte[] apply(byte[] bytes, int head, int tail) {
        ByteArrayOutputStream escaped = new ByteArrayOutputStream(bytes.length + 8);
        for (int i = 0; i < bytes.length; i++) {
            int value = bytes[i] & 0xff;
            Optional<Integer> second =
                    i < head || i >= bytes.length - tail
                            ? Optional.empty()
                            : meant.entrySet().stream()
                                    .filter(pair -> pair.getValue() == value)
                                    .map(Map.Entry::getKey)
                                    .findFirst();
            if (second.isPresent()) {
                escaped.write(mark);
                escaped.write(second.get());
            } else {
                escaped.write(value);
            }
        }
        return escaped.toByteArray();
    }
}
