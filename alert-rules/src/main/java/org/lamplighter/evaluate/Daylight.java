// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

import org.jspecify.annotations.Nullable;
import org.lamplighter.registry.Location;
import org.shredzone.commons.suncalc.SunTimes;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * When a place has daylight: from some time after sunrise to some time before sunset, sunrise and
 * sunset being when the sun's upper edge crosses the horizon at sea level. Safe to share between
 * threads.
 */
final class Daylight {
    /** Daylight that no limit ends. */
    static final long NEVER_ENDS = Episode.NEVER;

    /** There is no daylight. */
    static final long NONE = Long.MIN_VALUE;

    private static final Duration DAY = Duration.ofDays(1);

    private final Location.At place;
    private final long afterSunrise;
    private final long beforeSunset;

    /** What was worked out last: readings of one day follow each other. */
    private volatile Span last = new Span(0, 0, NONE);

    /**
     * A time in which the answer is the same.
     *
     * @param from its first millisecond
     * @param to its end, which is not within it
     * @param end when the daylight of this time ends; {@link #NONE} if there is none
     */
    private record Span(long from, long to, long end) {
        boolean holds(long at) {
            return at >= from && at < to;
        }
    }

    /**
     * @param afterSunrise how long after sunrise it begins, in milliseconds
     * @param beforeSunset how long before sunset it ends, in milliseconds
     */
    Daylight(Location.At place, long afterSunrise, long beforeSunset) {
        this.place = place;
        this.afterSunrise = afterSunrise;
        this.beforeSunset = beforeSunset;
    }

    /**
     * When the daylight that there is at {@code at} ends, both in epoch milliseconds; {@link #NONE}
     * if there is none then.
     */
    long endOf(long at) {
        Span span = last;
        if (!span.holds(at)) {
            span = spanAt(at);
            last = span;
        }
        return span.end();
    }

    private Span spanAt(long at) {
        Instant time = Instant.ofEpochMilli(at);
        SunTimes next = sunTimes(time);
        if (next.isAlwaysUp()) {
            return new Span(at, at + 1, NEVER_ENDS);
        }
        Optional<Long> set = millis(next.getSet());
        Optional<Long> rise = millis(next.getRise());
        if (set.isEmpty() || (rise.isPresent() && rise.get() < set.get())) {
            // night: up to the next sunrise, if there is one within a day
            return new Span(at, rise.orElse(at + 1), NONE);
        }
        long begin = millis(sunTimes(time.minus(DAY)).getRise()).orElse(at) + afterSunrise;
        long end = set.get() - beforeSunset;
        if (at < begin) {
            return new Span(at, begin, NONE);
        }
        return at < end
                ? new Span(begin, end, end)
                : new Span(Math.max(begin, end), set.get(), NONE);
    }

    private SunTimes sunTimes(Instant from) {
        return SunTimes.compute().on(from).oneDay().utc().at(place.lat(), place.lon()).execute();
    }

    private static Optional<Long> millis(@Nullable ZonedDateTime time) {
        return Optional.ofNullable(time).map(each -> each.toInstant().toEpochMilli());
    }
}
