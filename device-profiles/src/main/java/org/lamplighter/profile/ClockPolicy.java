// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * When a device's own time is believed: within [received − past, received + future]. Elsewhere the
 * received time stands in for it and the reading is marked.
 *
 * @param past at most 7 d
 * @param future at most 5 min
 * @param zone the zone of a device time that is told as a date
 */
public record ClockPolicy(Duration past, Duration future, ZoneId zone) {
    /** The widest tolerance, and the default. */
    public static final ClockPolicy DEFAULT =
            new ClockPolicy(Duration.ofDays(7), Duration.ofMinutes(5), ZoneOffset.UTC);

    public ClockPolicy {
        if (past.isNegative()
                || future.isNegative()
                || past.compareTo(Duration.ofDays(7)) > 0
                || future.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException(
                    "a device's time is believed at most 7 d back and 5 min ahead, not "
                            + past
                            + " and "
                            + future);
        }
    }

    /** Whether {@code deviceTime} is believed in a frame received at {@code receivedAt}. */
    public boolean believes(Instant deviceTime, Instant receivedAt) {
        return !deviceTime.isBefore(receivedAt.minus(past))
                && !deviceTime.isAfter(receivedAt.plus(future));
    }
}
