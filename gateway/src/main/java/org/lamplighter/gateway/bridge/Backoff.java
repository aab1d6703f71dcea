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

    private Backoff() {}

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
