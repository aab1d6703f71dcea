// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When a delivery that was not taken is tried again.
 *
 * @param gaps the wait after the first try, the second and so on; there is one try more than gaps
 * @param jitter how far a wait may be stretched or shrunk, as a share of it, 0 to 1
 */
public record RetrySchedule(List<Duration> gaps, double jitter) {
    /** Ten tries over about 75 hours. */
    public static final RetrySchedule DEFAULT =
            new RetrySchedule(
                    List.of(
                            Duration.ofSeconds(5),
                            Duration.ofMinutes(5),
                            Duration.ofMinutes(30),
                            Duration.ofHours(2),
                            Duration.ofHours(5),
                            Duration.ofHours(10),
                            Duration.ofHours(14),
                            Duration.ofHours(20),
                            Duration.ofHours(24)),
                    0.1);

    /** The longest wait that a target may ask for by Retry-After. */
    public static final Duration MAX_RETRY_AFTER = Duration.ofHours(24);

    public RetrySchedule {
        gaps = List.copyOf(gaps);
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter must be within 0 and 1, but is " + jitter);
        }
    }

    /** How many tries there are in all. */
    public int tries() {
        return gaps.size() + 1;
    }

    /**
     * The wait after try number {@code tries}, or empty if that was the last.
     *
     * @param random evenly distributed in [0, 1)
     * @param asked what the target asked for; never waited less, and at most {@link
     *     #MAX_RETRY_AFTER}
     */
    public Optional<Duration> waitAfter(int tries, double random, Duration asked) {
        if (tries > gaps.size()) {
            return Optional.empty();
        }
        double factor = 1 + jitter * (2 * random - 1);
        Duration own = Duration.ofMillis(Math.round(gaps.get(tries - 1).toMillis() * factor));
        Duration least = asked.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : asked;
        return Optional.of(own.compareTo(least) < 0 ? least : own);
    }
}
