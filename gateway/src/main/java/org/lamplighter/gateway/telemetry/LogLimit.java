// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.telemetry;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Lets one line through every ten seconds and counts the others. Thread-safe. */
final class LogLimit {
    static final Duration INTERVAL = Duration.ofSeconds(10);

    private final LongSupplier nanoClock;
    private final AtomicLong next;
    private final AtomicLong suppressed = new AtomicLong();

    LogLimit(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.next = new AtomicLong(nanoClock.getAsLong());
    }

    /** Runs {@code line} with how many were suppressed since the last, or counts one more. */
    void pass(java.util.function.LongConsumer line) {
        long now = nanoClock.getAsLong();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + INTERVAL.toNanos())) {
            line.accept(suppressed.getAndSet(0));
        } else {
            suppressed.incrementAndGet();
        }
    }
}
