// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.latency;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Puts stamps of the machine's wall clock on the axis of {@link System#nanoTime}. Immutable. */
final class Clock {
    private final long wallMinusNanos;

    private Clock(long wallMinusNanos) {
        this.wallMinusNanos = wallMinusNanos;
    }

    static Clock now() {
        Instant wall = Instant.now();
        long nanos = System.nanoTime();
        return new Clock(TimeUnit.SECONDS.toNanos(wall.getEpochSecond()) + wall.getNano() - nanos);
    }

    /** When the wall clock showed so many milliseconds since 1970. */
    long ofMillis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis) - wallMinusNanos;
    }

    /** When the wall clock showed so many microseconds since 1970. */
    long ofMicros(long micros) {
        return TimeUnit.MICROSECONDS.toNanos(micros) - wallMinusNanos;
    }
}
