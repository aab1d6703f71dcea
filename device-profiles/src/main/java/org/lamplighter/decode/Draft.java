// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import org.jspecify.annotations.Nullable;
import org.lamplighter.profile.layout.OwnReading;
import org.lamplighter.profile.layout.Use.DatePart;
import org.lamplighter.reading.PointValue;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/** A reading while its frame is decoded. Used by one thread, and never kept. */
final class Draft {
    final @Nullable PointValue[] values;

    /** Its place among the readings of the frame; the main one is 0. */
    final int number;

    /** What is known of it before it is read; nothing of the main one. */
    final @Nullable OwnReading kind;

    /** Its number in its row. */
    final int index;

    /** Where its bytes begin and end. */
    int from;

    int to;

    /** The part of its device's id after that of the frame's device; empty if it is that one. */
    String child = "";

    /** What its time is reckoned from, where that was read. */
    @Nullable Instant base;

    long stepMillis;

    /** Whether its time is told by how long ago it was. */
    boolean relative;

    private boolean hasTime;
    private boolean hasInstant;
    private @Nullable Instant time;
    private int @Nullable [] date;

    /** The pieces of the date that were told, a bit each. */
    private int pieces;

    /** Whether a time, or a piece of one, was told twice and not the same. */
    private boolean contradicted;

    Draft(int points, int number, @Nullable OwnReading kind, int index) {
        this.values = new @Nullable PointValue[points];
        this.number = number;
        this.kind = kind;
        this.index = index;
    }

    /** The device's time, in microseconds as the archive keeps it, so that all see the same. */
    void time(Optional<Instant> value) {
        Instant told = value.map(known -> known.truncatedTo(ChronoUnit.MICROS)).orElse(null);
        contradicted |= hasInstant && !Objects.equals(time, told);
        hasTime = true;
        hasInstant = true;
        time = told;
    }

    void time(DatePart part, long value) {
        hasTime = true;
        if (date == null) {
            date = new int[] {Integer.MIN_VALUE, 1, 1, 0, 0, 0};
        }
        int place =
                switch (part) {
                    case YEAR -> 0;
                    case MONTH -> 1;
                    case DAY -> 2;
                    case HOUR -> 3;
                    case MINUTE -> 4;
                    case SECOND -> 5;
                };
        int told = (int) Math.clamp(value, -1L, (long) Integer.MAX_VALUE);
        contradicted |= (pieces >> place & 1) != 0 && date[place] != told;
        pieces |= 1 << place;
        date[place] = told;
    }

    /** Whether there was a device time, readable or not. */
    boolean hasTime() {
        return hasTime;
    }

    /**
     * The device's time; a wrong clock never costs a reading, so what is no time, or two, gives
     * none.
     */
    @Nullable Instant time(ZoneId zone) {
        if (contradicted) {
            return null;
        }
        if (date == null) {
            return time;
        }
        Instant dated = dated(date, zone);
        return hasInstant && !Objects.equals(time, dated) ? null : dated;
    }

    private static @Nullable Instant dated(int[] date, ZoneId zone) {
        try {
            return LocalDateTime.of(date[0], date[1], date[2], date[3], date[4], date[5])
                    .atZone(zone)
                    .toInstant();
        } catch (DateTimeException noDate) {
            return null;
        }
    }

    boolean isEmpty() {
        for (PointValue value : values) {
            if (value != null) {
                return false;
            }
        }
        return true;
    }
}
