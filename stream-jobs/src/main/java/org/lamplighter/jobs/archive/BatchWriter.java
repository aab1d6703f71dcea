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
 * Collects what records say into batches and writes them. While the database is away it tries again
 * and again and drops nothing: the job stands still, and the records wait in their topic.
 *
 * <p>Called by its task's thread only, timers included.
 *
 * @param <E> what is made of one record
 */
abstract class BatchWriter<E> implements SinkWriter<TopicRecord> {
    /** How long an entry waits for company, in milliseconds. */
    static final long MAX_DELAY_MILLIS = 200;

    /** The longest pause between two tries, in milliseconds. */
    static final long MAX_PAUSE_MILLIS = 5000;

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);

    private final Limits limits;
    private final BatchStore<E> store;
    private final ProcessingTimeService timers;
    private final Pause pause;
    private final Counter retries;
    private final Counter foreign;
    private final List<E> batch = new ArrayList<>();
    private long batchBytes;
    private boolean timerSet;

    /**
     * What one transaction takes, and so what is held here.
     *
     * @param entries the most entries
     * @param bytes the bytes of their records with which a batch is full
     */
    record Limits(int entries, long bytes) {}

    /** Waits for the database. */
    @FunctionalInterface
    interface Pause {
        /** Returns after so many milliseconds. */
        void await(long millis) throws InterruptedException;
    }

    BatchWriter(
            Limits limits,
            BatchStore<E> store,
            ProcessingTimeService timers,
            Pause pause,
            Counter retries,
            Counter foreign) {
        this.limits = limits;
        this.store = store;
        this.timers = timers;
        this.pause = pause;
        this.retries = retries;
        this.foreign = foreign;
    }

    /**
     * What a record says.
     *
     * @throws IllegalArgumentException if it is none of ours
     */
    abstract E parse(TopicRecord record);

    @Override
    public void write(TopicRecord record, Context context) throws InterruptedException {
        try {
            batch.add(parse(record));
            batchBytes += record.value().length();
        } catch (IllegalArgumentException e) {
            foreign.inc();
            LOG.warn(
                    "A record in partition {} of {} is none of ours and is left out: {}",
                    record.partition(),
                    record.topic().name(""),
                    e.getMessage());
            return;
        }
        if (batch.size() >= limits.entries() || batchBytes >= limits.bytes()) {
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
                batchBytes = 0;
                return;
            } catch (SQLException e) {
                retries.inc();
                LOG.warn(
                        "{} records could not be archived (SQL state {}: {}); trying again in {}"
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
