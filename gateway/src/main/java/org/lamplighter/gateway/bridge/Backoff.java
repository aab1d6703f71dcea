// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.bridge;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: 0.5 s, doubled each time up to 30 s, of which each time
 * between half and all is taken, so that gateways do not come all at once. Pure.
 */
final class Backoff {
    static final Duration FIRST = Duration.ofMillis(500);
    static final Duration LONGEST = Duration.ofSeconds(30);

    /**
     * A connection that lasted longer was a good one: the next attempt comes soon again. Two
     * bridges with one client id end each other's connections, which last as long as the other's
     * pause; their pauses are to grow all the same.
     */
    static final Duration GOOD = LONGEST.multipliedBy(2);

    private Backoff() {}

    /**
     * How many attempts have failed in a row, now that another connection has ended.
     *
     * @param before how many had failed before it
     * @param lasted how long it lasted
     */
    static int failures(int before, Duration lasted) {
        return lasted.compareTo(GOOD) > 0 ? 1 : before + 1;
    }

    /**
     * The pause.
     *
     * @param failures how many attempts have failed in a row, at least 1
     */
    static Duration after(int failures, RandomGenerator random) {
        long whole = FIRST.toMillis() << Math.min(failures - 1, 16);
        long bounded = Math.min(whole, LONGEST.toMillis());
        return Duration.ofMillis(random.nextLong(bounded / 2, bounded + 1));
    }
}
