// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.archive;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a page of readings ended, so that the next begins after it: the readings' order is time,
 * point, sequence.
 *
 * @param time of the last value, to the microsecond as PostgreSQL keeps it
 * @param point its point
 * @param sequence its sequence
 */
record ReadingCursor(Instant time, String point, int sequence) {
    /** Before every reading. */
    static final ReadingCursor START = new ReadingCursor(Instant.EPOCH.minusSeconds(1), "", -1);

    private static final Pattern TEXT =
            Pattern.compile("(\\d{1,18})-(\\d{1,9})-([a-z][a-z0-9_]{0,63})");

    static ReadingCursor after(ArchivedValue value) {
        return new ReadingCursor(value.time(), value.point(), value.sequence());
    }

    static Optional<ReadingCursor> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long micros = Long.parseLong(matcher.group(1));
        try {
            Instant time = Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000);
            if (time.isAfter(Instant.parse("9999-01-01T00:00:00Z"))) {
                return Optional.empty();
            }
            return Optional.of(
                    new ReadingCursor(time, matcher.group(3), Integer.parseInt(matcher.group(2))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    String text() {
        long micros = time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
        return micros + "-" + sequence + "-" + point;
    }
}
