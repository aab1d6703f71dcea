// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.archive;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.lamplighter.jobs.lane.TopicRecord;

/**
 * Writes records of {@code readings} to the archive's tables. It is at-least-once to Flink, and
 * each reading counts once by its lane's mark; a lane's readings must reach one writer in the order
 * of their topic.
 */
public final class ArchiveSink implements Sink<TopicRecord> {
    private final Database database;

    public ArchiveSink(Database database) {
        this.database = database;
    }

    @Override
    public SinkWriter<TopicRecord> createWriter(WriterInitContext context) {
        return new ArchiveWriter(
                new ArchiveStore(database),
                context.getProcessingTimeService(),
                ArchiveWriter::pause,
                context.metricGroup().counter("archiveRetries"),
                context.metricGroup().counter("archiveForeignRecords"));
    }
}
