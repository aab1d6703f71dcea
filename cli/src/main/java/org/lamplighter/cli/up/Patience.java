// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.up;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, with a bound. */
final class Patience {
    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private Patience() {}

    /**
     * Returns once {@code condition} holds.
     *
     * @throws StartupException if it does not within {@code bound}
     */
    static void until(String what, Duration bound, BooleanSupplier condition) {
        long deadline = System.nanoTime() + bound.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new StartupException(
                        "waited "
                                + bound.toSeconds()
                                + " s in vain until "
                                + what
                                + "; see the log file, and start again");
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }
}
