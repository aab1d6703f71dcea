// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.cluster;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Asks a running job how it stands, twice a second, and clears away earlier runs once this one has
 * as many checkpoints as are kept. Thread-safe; asks on a thread of its own.
 */
final class JobWatch implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(500);

    /** Until a first checkpoint is there, the next answer may make the whole product ready. */
    private static final Duration FIRST_INTERVAL = Duration.ofMillis(50);

    private static final Logger LOG = LoggerFactory.getLogger(JobWatch.class);

    private final RunningJob job;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile JobStanding standing = JobStanding.UNKNOWN;
    private boolean cleared;

    private JobWatch(RunningJob job) {
        this.job = job;
    }

    static JobWatch start(RunningJob job) {
        JobWatch watch = new JobWatch(job);
        Thread.ofPlatform().name("watch-" + job.name()).daemon().start(watch::watch);
        return watch;
    }

    String name() {
        return job.name();
    }

    JobStanding standing() {
        return standing;
    }

    /**
     * Whether it runs and its first checkpoint of this run is complete: from then on nothing is
     * done twice for long.
     */
    boolean isReady() {
        JobStanding now = standing;
        return now.running() && now.completedCheckpoints() > 0;
    }

    /** Ends the watching, not the job. */
    @Override
    public void close() {
        closed.countDown();
    }

    private void watch() {
        try {
            do {
                JobStanding before = standing;
                standing = job.standing();
                if (standing.restarts() > before.restarts()) {
                    LOG.warn(
                            "{} was restarted, {} times so far; its page tells why",
                            name(),
                            standing.restarts());
                }
                clearEarlierRuns();
            } while (!closed.await(
                    (isReady() ? INTERVAL : FIRST_INTERVAL).toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void clearEarlierRuns() {
        if (cleared || standing.completedCheckpoints() < FlinkSettings.RETAINED_CHECKPOINTS) {
            return;
        }
        cleared = true;
        try {
            job.deleteEarlierRuns();
        } catch (IOException e) {
            LOG.warn(
                    "Checkpoints of earlier runs of {} could not be deleted: {}",
                    name(),
                    e.getMessage());
        }
    }
}
