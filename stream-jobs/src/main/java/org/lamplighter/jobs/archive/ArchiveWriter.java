// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.archive;

import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.Counter;
import org.lamplighter.jobs.lane.TopicRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Collects readings into batches and writes them. While the database is away it tries again and
 * again and drops nothing: the job stands still, and the readings wait in their topic.
 *
 * <p>Called by its task's thread only, timers included.
 */
final class ArchiveWriter implements SinkWriter<TopicRecord> {
    /** The most readings of one transaction, and so the most held here. */
    static final int MAX_BATCH = 1000;

    /** How long a reading waits for company, in milliseconds. */
    static final long MAX_DELAY_MILLIS = 50;

    /** The longest pause between two tries, in milliseconds. */
    static final long MAX_PAUSE_MILLIS = 5000;

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveWriter.class);

    private final ArchiveStore store;
    private final ProcessingTimeService timers;
    private final Pause pause;
    private final Counter retries;
    private final Counter foreign;
    private final List<ArchiveEntry> batch = new ArrayList<>();
    private boolean timerSet;

    /** Waits for the database. */
    @FunctionalInterface
    interface Pause {
        /** Returns after so many milliseconds. */
        void await(long millis) throws InterruptedException;
    }

    ArchiveWriter(
            ArchiveStore store,
            ProcessingTimeService timers,
            Pause pause,
            Counter retries,
            Counter foreign) {
        this.store = store;
        this.timers = timers;
        this.pause = pause;
        this.retries = retries;
        this.foreign = foreign;
    }

    @Override
    public void write(TopicRecord record, Context context) throws InterruptedException {
        try {
            batch.add(ArchiveEntry.parse(record));
        } catch (IllegalArgumentException e) {
            foreign.inc();
            LOG.warn(
                    "A record in partition {} of readings is none of ours and is left out: {}",
                    record.partition(),
                    e.getMessage());
            return;
        }
        if (batch.size() >= MAX_BATCH) {
            writeOut();
        } else if (!timerSet) {
            timerSet = true;
            setTimer();
        }
    }

    @Override
    public void flush(boolean endOfInput) throws InterruptedException {
        writeOut();
    }

    @Override
    public void close() throws IOException {
        try {
            store.close();
        } catch (SQLException e) {
            throw new IOException("the archive's connection did not close", e);
        }
    }

    private void writeOut() throws InterruptedException {
        if (batch.isEmpty()) {
            return;
        }
        for (long millis = FIRST_PAUSE_MILLIS; ; millis = Math.min(2 * millis, MAX_PAUSE_MILLIS)) {
            try {
                store.write(batch);
                batch.clear();
                return;
            } catch (SQLException e) {
                retries.inc();
                LOG.warn(
                        "{} readings could not be archived (SQL state {}: {}); trying again in {}"
                                + " ms",
                        batch.size(),
                        e.getSQLState(),
                        e.getMessage(),
                        millis);
                pause.await(millis);
            }
        }
    }

    @SuppressWarnings(
            "FutureReturnValueIgnored") // the timer fails its task itself, and is never cancelled
    private void setTimer() {
        timers.registerTimer(
                timers.getCurrentProcessingTime() + MAX_DELAY_MILLIS,
                time -> {
                    timerSet = false;
                    writeOut();
                });
    }

    /** Ends early when Flink cancels the task, which interrupts its thread. */
    static void pause(long millis) throws InterruptedException {
        boolean ended = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
        if (ended) {
            throw new IllegalStateException("nobody counts this latch down");
        }
    }
}
