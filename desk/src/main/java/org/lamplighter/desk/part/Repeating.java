// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.part;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A small task that is done again and again on a thread of its own. A failure is logged and the
 * next turn comes all the same. {@link #close} waits for a turn under way, so that what it uses can
 * be closed afterwards.
 */
public final class Repeating implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Repeating.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ScheduledExecutorService schedule;

    /**
     * Begins at once.
     *
     * @param name of the thread, and in the log when a turn fails
     * @param interval from the end of one turn to the next
     */
    public Repeating(String name, Duration interval, Runnable task) {
        schedule =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name(name).daemon().factory());
        var unused =
                schedule.scheduleWithFixedDelay(
                        () -> {
                            try {
                                task.run();
                            } catch (RuntimeException e) {
                                LOG.warn("{} failed and is tried again in {}", name, interval, e);
                            }
                        },
                        0,
                        interval.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        schedule.shutdown();
        try {
            if (!schedule.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                schedule.shutdownNow();
            }
        } catch (InterruptedException e) {
            schedule.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
