// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.framing;

import org.lamplighter.checksum.Checksum;
import org.lamplighter.reading.Payload;

/** How a frame shows that it is undamaged. */
public sealed interface Check {
    /** It does not. */
    record None() implements Check {}

    /**
     * By a checksum. Offsets are from the first start byte; negative ones from the end.
     *
     * @param from the first byte that it is over
     * @param to the byte after the last one
     * @param at where it is
     * @param littleEndian whether its lowest byte comes first
     */
    record Of(Checksum checksum, int from, int to, int at, boolean littleEndian) implements Check {
        /** Whether it is right in a frame. */
        boolean holds(Payload frame) {
            int length = frame.length();
            int place = position(at, length);
            long told = 0;
            for (int i = 0; i < checksum.bytes(); i++) {
                int index = littleEndian ? checksum.bytes() - 1 - i : i;
                told = told << 8 | frame.unsignedByte(place + index);
            }
            return told == checksum.over(frame, position(from, length), position(to, length));
        }

        /** The bytes that carry a value. */
        byte[] encode(long value) {
            byte[] bytes = new byte[checksum.bytes()];
            for (int i = 0; i < bytes.length; i++) {
                int index = littleEndian ? i : bytes.length - 1 - i;
                bytes[index] = (byte) (value >>> (8 * i));
            }
            return bytes;
        }
    }

    /** Where an offset is in a frame. */
    static int position(int offset, int length) {
        return offset < 0 ? length + offset : offset;
    }
}
