// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.binary;

import org.lamplighter.profile.layout.TextType;
import org.lamplighter.reading.Payload;

import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/** What the bytes of texts mean. */
final class Words {
    private Words() {}

    static String of(TextType type, Payload payload, int at, int length) {
        return switch (type) {
            case ASCII -> plain(payload, at, length, false);
            case UTF8 -> plain(payload, at, length, true);
            case HEX -> hex(payload, at, 1, length);
            case HEX_REVERSED -> hex(payload, at + length - 1, -1, length);
            case DIGITS -> digits(payload, at, 1, length);
            case DIGITS_REVERSED -> digits(payload, at + length - 1, -1, length);
            case VERSION -> version(payload, at, length, Integer::toString);
            case VERSION_HEX -> version(payload, at, length, Integer::toHexString);
            case VERSION_NIBBLES -> version(payload, at, length, b -> (b >> 4) + "." + (b & 0xf));
        };
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

    private static String hex(Payload payload, int first, int step, int length) {
        StringBuilder text = new StringBuilder(2 * length);
        for (int i = 0; i < length; i++) {
            int value = payload.unsignedByte(first + i * step);
            text.append(Character.forDigit(value >> 4, 16));
            text.append(Character.forDigit(value & 0xf, 16));
        }
        return text.toString();
    }

    private static String digits(Payload payload, int first, int step, int length) {
        StringBuilder text = new StringBuilder(2 * length);
        for (int i = 0; i < 2 * length; i++) {
            int pair = payload.unsignedByte(first + i / 2 * step);
            int digit = i % 2 == 0 ? pair >> 4 : pair & 0xf;
            if (digit > 9) {
                break;
            }
            text.append((char) ('0' + digit));
        }
        return text.toString();
    }

    private static String version(Payload payload, int at, int length, IntFunction<String> shown) {
        StringBuilder text = new StringBuilder();
        for (int i = at; i < at + length; i++) {
            if (i > at) {
                text.append('.');
            }
            text.append(shown.apply(payload.unsignedByte(i)));
        }
        return text.toString();
    }
}
