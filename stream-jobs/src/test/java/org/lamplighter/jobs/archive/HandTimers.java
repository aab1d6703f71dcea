// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.archive;

import org.apache.flink.api.common.operators.ProcessingTimeService;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Timers of a task whose time stands still: the test runs them by hand. */
final class HandTimers implements ProcessingTimeService {
    static final long NOW = 1_000_000;

    private final List<Long> times = new ArrayList<>();
    private final List<ProcessingTimeCallback> targets = new ArrayList<>();

    @Override
    public long getCurrentProcessingTime() {
        return NOW;
    }

    @Override
    public ScheduledFuture<?> registerTimer(long timestamp, ProcessingTimeCallback target) {
        times.add(timestamp);
        targets.add(target);
        try (ScheduledExecutorService never = Executors.newSingleThreadScheduledExecutor()) {
            return never.schedule(() -> {}, 0, TimeUnit.SECONDS);
        }
    }

    /** When the timers set so far are due. */
    List<Long> times() {
        return times;
    }

    /** Runs the last one. */
    void runLast() throws Exception {
        targets.getLast().onProcessingTime(times.getLast());
    }
}
