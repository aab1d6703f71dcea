// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.cluster;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks a job how it stands, twice a second; submits it again when its cluster has lost it, as a
 * JobManager does that is killed; and clears away earlier runs once this one has as many
 * checkpoints as are kept. Thread-safe; asks on a thread of its own.
 */
final class JobWatch implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(500);

    /** Until a first checkpoint is there, the next answer may make the whole product ready. */
    private static final Duration FIRST_INTERVAL = Duration.ofMillis(50);

    /** How often a cluster must say in a row that it does not have the job. */
    private static final int LOOKS_UNTIL_LOST = 2;

    private static final Logger LOG = LoggerFactory.getLogger(JobWatch.class);

    private final Submission submission;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile RunningJob job;
    private volatile JobStanding standing = JobStanding.UNKNOWN;
    private final AtomicLong submissions = new AtomicLong(1);
    private boolean cleared;
    private boolean cancellationTold;
    private int looksLost;

    private JobWatch(Submission submission, RunningJob job) {
        this.submission = submission;
        this.job = job;
    }

    static JobWatch start(Submission submission, RunningJob job) {
        JobWatch watch = new JobWatch(submission, job);
        Thread.ofPlatform().name("watch-" + watch.name()).daemon().start(watch::watch);
        return watch;
    }

    String name() {
        return submission.name();
    }

    JobStanding standing() {
        return standing;
    }

    /** The job as it was last submitted. */
    RunningJob job() {
        return job;
    }

    /** How often it was submitted or found running, this process's start included. */
    long submissions() {
        return submissions.get();
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
                followFate();
            } while (!closed.await(
                    (isReady() ? INTERVAL : FIRST_INTERVAL).toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void followFate() throws InterruptedException {
        switch (standing.fate()) {
            case UNDER_WAY -> looksLost = 0;
            case CANCELLED -> {
                if (!cancellationTold) {
                    cancellationTold = true;
                    LOG.warn(
                            "{} was cancelled at its cluster and is not submitted again; start this"
                                    + " process anew to go on",
                            name());
                }
            }
            case LOST -> {
                looksLost++;
                if (submission.canBeRepeated()
                        && !cancellationTold
                        && looksLost >= LOOKS_UNTIL_LOST) {
                    submitAgain();
                }
            }
        }
    }

    private void submitAgain() throws InterruptedException {
        LOG.warn("{} is not at its cluster any more and is submitted again", name());
        try {
            job = submission.submit();
            submissions.incrementAndGet();
            looksLost = 0;
            cleared = false;
        } catch (RuntimeException e) {
            LOG.warn("{} could not be submitted, which is tried again: {}", name(), e.getMessage());
        }
    }

    private void clearEarlierRuns() {
        if (cleared || standing.completedCheckpoints() < FlinkSettings.RETAINED_CHECKPOINTS) {
            return;
        }
        cleared = true;
        try {
            submission.deleteOthers(job);
        } catch (IOException e) {
            LOG.warn(
                    "Checkpoints of earlier runs of {} could not be deleted: {}",
                    name(),
                    e.getMessage());
        }
    }
}
