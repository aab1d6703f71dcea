// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.dispatch;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets a bounded number of sendings to one target go on at a time, so that a target that stalls
 * holds up itself and nobody else. Safe to share between threads.
 */
final class TargetGates {
    /** How many requests to one target are under way at most. */
    static final int PER_TARGET = 8;

    /** How long a sending waits for its turn at a target that answers quickly. */
    private static final long TURN_MILLIS = 100;

    private static final Duration QUICK = Duration.ofSeconds(1);

    /** One per target, of which there are at most {@link TargetStore#MAX_TARGETS}. */
    private final Map<Long, Gate> gates = new ConcurrentHashMap<>();

    /** The gate of a target. */
    Gate of(long target) {
        return gates.computeIfAbsent(target, id -> new Gate());
    }

    /** One target's gate. */
    static final class Gate {
        private final Semaphore places = new Semaphore(PER_TARGET, true);
        private volatile Duration lastTook = Duration.ZERO;

        /** Whether there is a place; it must be given back by {@link #leave}. */
        boolean enter() throws InterruptedException {
            return lastTook.compareTo(QUICK) < 0
                    ? places.tryAcquire(TURN_MILLIS, TimeUnit.MILLISECONDS)
                    : places.tryAcquire();
        }

        /** Gives a place back. */
        void leave(Duration took) {
            lastTook = took;
            places.release();
        }

        /** When to come back if there was no place: about as long as the last sending took. */
        Duration comeBackIn(double random) {
            long base = Math.clamp(lastTook.toMillis(), TURN_MILLIS, 15_000);
            return Duration.ofMillis(Math.round(base * (0.5 + random)));
        }
    }
}
