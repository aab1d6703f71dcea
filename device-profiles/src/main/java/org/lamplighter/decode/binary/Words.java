// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.binary;

import org.jspecify.annotations.Nullable;
import org.lamplighter.profile.layout.TextType;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Payload;

import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/** What the bytes of texts mean. Immutable. */
final class Words {
    private final TextType type;
    private final boolean reversed;

    /**
     * A text.
     *
     * @param reversed whether its last byte is sent first
     */
    Words(TextType type, boolean reversed) {
        this.type = type;
        this.reversed = reversed;
    }

    int maxLength() {
        return type.maxLength();
    }

    /** The text of the bytes from {@code at}; null if they are none, which has then failed. */
    @Nullable String read(Cursor c, int at, int length) {
        return switch (type) {
            case ASCII -> plain(c.payload, at, length, false);
            case UTF8 -> plain(c.payload, at, length, true);
            case HEX -> hex(c.payload, at, length);
            case DIGITS -> digits(c, at, length);
            case VERSION -> version(c.payload, at, length, Integer::toString);
            case VERSION_HEX -> version(c.payload, at, length, Integer::toHexString);
            case VERSION_NIBBLES -> version(c.payload, at, length, b -> (b >> 4) + "." + (b & 0xf));
        };
    }

    /** Where a byte of the text stands, which has {@code length} bytes from {@code at}. */
    private int place(int at, int length, int index) {
        return reversed ? at + length - 1 - index : at + index;
    }

    /** Control characters and what is no text become U+FFFD; a text ends at its first zero. */
    private static String plain(Payload payload, int at, int length, boolean utf8) {
        byte[] bytes = new byte[length];
        int count = 0;
        while (count < length && payload.unsignedByte(at + count) != 0) {
            bytes[count] = (byte) payload.unsignedByte(at + count);
            count++;
        }
        String text =
                utf8
                        ? new String(bytes, 0, count, StandardCharsets.UTF_8)
                        : new String(bytes, 0, count, StandardCharsets.US_ASCII);
        StringBuilder shown = new StringBuilder(text.stripTrailing());
        for (int i = 0; i < shown.length(); i++) {
            if (Character.isISOControl(shown.charAt(i))) {
                shown.setCharAt(i, '\ufffd');
            }
        }
        return shown.toString();
    }

    private String hex(Payload payload, int at, int length) {
        StringBuilder text = new StringBuilder(2 * length);
        for (int i = 0; i < length; i++) {
            int value = payload.unsignedByte(place(at, length, i));
            text.append(Character.forDigit(value >> 4, 16));
            text.append(Character.forDigit(value & 0xf, 16));
        }
        return text.toString();
    }

    private @Nullable String digits(Cursor c, int at, int length) {
        StringBuilder text = new StringBuilder(2 * length);
        for (int i = 0; i < 2 * length; i++) {
            int place = place(at, length, i / 2);
            int pair = c.payload.unsignedByte(place);
            int digit = i % 2 == 0 ? pair >> 4 : pair & 0xf;
            if (digit == 0xf) {
                break;
            }
            if (digit > 9) {
                c.out.fail(
                        DecodeFault.UNKNOWN_VALUE,
                        String.format(
                                "byte %d is 0x%02x, which is no two decimal digits", place, pair));
                return null;
            }
            text.append((char) ('0' + digit));
        }
        return text.toString();
    }

    private String version(Payload payload, int at, int length, IntFunction<String> shown) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            if (i > 0) {
                text.append('.');
            }
            text.append(shown.apply(payload.unsignedByte(place(at, length, i))));
        }
        return text.toString();
    }
}
