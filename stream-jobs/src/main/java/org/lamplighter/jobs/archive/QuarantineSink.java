// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.archive;

import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.metrics.Counter;
import org.lamplighter.jobs.lane.TopicRecord;

/**
 * Writes records of {@code quarantine} to the quarantine's tables. It is at-least-once to Flink,
 * and a frame counts once by its place in the log.
 */
public final class QuarantineSink implements Sink<TopicRecord> {
    private final Database database;

    public QuarantineSink(Database database) {
        this.database = database;
    }

    @Override
    public SinkWriter<TopicRecord> createWriter(WriterInitContext context) {
        return new Writer(
                new QuarantineStore(database),
                context.getProcessingTimeService(),
                BatchWriter::pause,
                context.metricGroup().counter("quarantineRetries"),
                context.metricGroup().counter("quarantineForeignRecords"));
    }

    /** Called by its task's thread only. */
    static final class Writer extends BatchWriter<QuarantineEntry> {
        /** The most frames of one transaction, and the bytes of payload that fill it. */
        static final Limits LIMITS = new Limits(500, 4L << 20);

        Writer(
                QuarantineStore store,
                ProcessingTimeService timers,
                Pause pause,
                Counter retries,
                Counter foreign) {
            super(LIMITS, store, timers, pause, retries, foreign);
        }

        @Override
        QuarantineEntry parse(TopicRecord record) {
            return QuarantineEntry.parse(record);
        }
    }
}
