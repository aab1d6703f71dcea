// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.framing;

import org.lamplighter.reading.Payload;

import java.util.HexFormat;

/** Some bytes of every frame that say who sent it, or which frame it is. */
public sealed interface Header {
    /** There are none. */
    record None() implements Header {}

    /**
     * They are here.
     *
     * @param at where, from the first start byte; negative from the end
     * @param length how many bytes
     * @param form how they make a text
     * @param littleEndian whether the last byte comes first
     * @param digits how many characters of the text count, from its end; 0 for all
     */
    record Field(int at, int length, Form form, boolean littleEndian, int digits)
            implements Header {
        /** The text; empty if the bytes make none. */
        String text(Payload frame) {
            int begin = Check.position(at, frame.length());
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                bytes[littleEndian ? length - 1 - i : i] = (byte) frame.unsignedByte(begin + i);
            }
            String text =
                    switch (form) {
                        case BCD -> digits(HexFormat.of().formatHex(bytes));
                        case HEX -> HexFormat.of().formatHex(bytes);
                        case ASCII -> characters(bytes);
                    };
            return digits > 0 && text.length() > digits
                    ? text.substring(text.length() - digits)
                    : text;
        }

        /** Two digits a byte; f fills up where there are none. */
        private static String digits(String hex) {
            int from = 0;
            int to = hex.length();
            while (from < to && hex.charAt(from) == 'f') {
                from++;
            }
            while (to > from && hex.charAt(to - 1) == 'f') {
                to--;
            }
            String text = hex.substring(from, to);
            return text.chars().allMatch(c -> c <= '9') ? text : "";
        }

        /** Zero bytes and blanks fill up at the end. */
        private static String characters(byte[] bytes) {
            int to = bytes.length;
            while (to > 0 && (bytes[to - 1] == 0 || bytes[to - 1] == ' ')) {
                to--;
            }
            StringBuilder text = new StringBuilder(to);
            for (int i = 0; i < to; i++) {
                text.append((char) (bytes[i] & 0xff));
            }
            return text.toString();
        }
    }

    /** How bytes make a text. */
    enum Form {
        /** Each half byte is a digit. */
        BCD,
        /** Each byte is a character. */
        ASCII,
        /** Each half byte is a hexadecimal digit. */
        HEX
    }
}
