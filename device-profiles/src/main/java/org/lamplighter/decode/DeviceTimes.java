// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;

/** Reads the times that devices send; what is none gives nothing and costs no exception. */
public final class DeviceTimes {
    private static final long MAX_EPOCH_MILLI = 253_402_300_799_999L;

    private DeviceTimes() {}

    /** A time that is no more than 8,000 years away. */
    public static Optional<Instant> ofEpochMilli(long millis) {
        return millis >= -MAX_EPOCH_MILLI && millis <= MAX_EPOCH_MILLI
                ? Optional.of(Instant.ofEpochMilli(millis))
                : Optional.empty();
    }

    /** So many units after {@code zeroMillis}, if that is no more than 8,000 years away. */
    public static Optional<Instant> ofUnits(long units, long unitMillis, long zeroMillis) {
        long most = MAX_EPOCH_MILLI / Math.max(1, Math.abs(unitMillis));
        return units >= -most && units <= most
                ? ofEpochMilli(zeroMillis + units * unitMillis)
                : Optional.empty();
    }

    /**
     * Reads ISO 8601 / RFC 3339: {@code 2026-01-31T08:00:00.250+08:00}, with 0 to 9 digits of a
     * second and an offset of {@code Z}, {@code +08:00}, {@code +0800} or {@code +08}. A local time
     * without an offset is no time.
     */
    public static Optional<Instant> parseIso(String text) {
        int length = text.length();
        if (length < 20 || length > 40) {
            return Optional.empty();
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 2);
        int day = digits(text, 8, 2);
        int hour = digits(text, 11, 2);
        int minute = digits(text, 14, 2);
        int second = digits(text, 17, 2);
        char separator = text.charAt(10);
        boolean shaped =
                text.charAt(4) == '-'
                        && text.charAt(7) == '-'
                        && (separator == 'T' || separator == 't' || separator == ' ')
                        && text.charAt(13) == ':'
                        && text.charAt(16) == ':';
        boolean inRange =
                year >= 1
                        && month >= 1
                        && month <= 12
                        && day >= 1
                        && hour >= 0
                        && hour <= 23
                        && minute >= 0
                        && minute <= 59
                        && second >= 0
                        && second <= 60;
        if (!shaped || !inRange || day > YearMonth.of(year, month).lengthOfMonth()) {
            return Optional.empty();
        }
        int at = 19;
        int nanos = 0;
        if (text.charAt(at) == '.' || text.charAt(at) == ',') {
            int start = at + 1;
            int scale = 100_000_000;
            for (at = start; at < length && isDigit(text.charAt(at)); at++) {
                nanos += (text.charAt(at) - '0') * scale;
                scale /= 10;
            }
            if (at == start || at - start > 9) {
                return Optional.empty();
            }
        }
        int offset = offsetSeconds(text, at);
        if (offset == NO_OFFSET) {
            return Optional.empty();
        }
        long days = LocalDate.of(year, month, day).toEpochDay();
        long seconds = days * 86_400 + hour * 3600L + minute * 60L + second - offset;
        return Optional.of(Instant.ofEpochSecond(seconds, nanos));
    }

    private static final int NO_OFFSET = Integer.MIN_VALUE;

    private static int offsetSeconds(String text, int at) {
        int rest = text.length() - at;
        if (rest == 1 && (text.charAt(at) == 'Z' || text.charAt(at) == 'z')) {
            return 0;
        }
        if (rest < 3 || "+-".indexOf(text.charAt(at)) < 0) {
            return NO_OFFSET;
        }
        boolean colon = rest == 6 && text.charAt(at + 3) == ':';
        int hours = digits(text, at + 1, 2);
        int minutes = 0;
        if (colon) {
            minutes = digits(text, at + 4, 2);
        } else if (rest == 5) {
            minutes = digits(text, at + 3, 2);
        } else if (rest != 3) {
            return NO_OFFSET;
        }
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
            return NO_OFFSET;
        }
        int seconds = hours * 3600 + minutes * 60;
        return text.charAt(at) == '-' ? -seconds : seconds;
    }

    /** The number that some digits are, or -1. */
    private static int digits(String text, int from, int count) {
        int value = 0;
        for (int i = from; i < from + count; i++) {
            if (!isDigit(text.charAt(i))) {
                return -1;
            }
            value = value * 10 + text.charAt(i) - '0';
        }
        return value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
