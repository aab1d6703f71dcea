// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.lamplighter.jobs.archive.ArchiveSink;
import org.lamplighter.jobs.archive.Database;
import org.lamplighter.jobs.archive.QuarantineSink;
import org.lamplighter.jobs.topic.Haste;
import org.lamplighter.jobs.topic.KafkaEdges;
import org.lamplighter.jobs.topic.KafkaTopics;
import org.lamplighter.jobs.topic.RecordDeserializer;
import org.lamplighter.log.Topic;

/**
 * The paths from a reading, and from a frame that could not be decoded, to the database. A job of
 * its own: a slow database never delays an alarm.
 *
 * <p>The uids name the operators' state in every checkpoint and never change.
 */
public final class ArchiveJob {
    /** The job's name, and its directory's. */
    public static final String NAME = "archive";

    private ArchiveJob() {}

    /**
     * Adds the job to {@code environment}.
     *
     * @param partitions how many partitions {@code readings} has
     */
    public static void define(
            StreamExecutionEnvironment environment,
            KafkaTopics topics,
            Database database,
            int partitions) {
        int readers = Math.min(environment.getParallelism(), partitions);
        environment
                .fromSource(
                        KafkaEdges.source(
                                topics,
                                Topic.READINGS,
                                Haste.IN_BULK,
                                NAME,
                                new RecordDeserializer(Topic.READINGS)),
                        WatermarkStrategy.noWatermarks(),
                        "readings")
                .uid("readings")
                .setParallelism(readers)
                // one to one, so that a lane's readings reach one writer in their order
                .sinkTo(new ArchiveSink(database))
                .name("database")
                .uid("database")
                .setParallelism(readers);
        environment
                .fromSource(
                        KafkaEdges.source(
                                topics,
                                Topic.QUARANTINE,
                                Haste.IN_BULK,
                                NAME,
                                new RecordDeserializer(Topic.QUARANTINE)),
                        WatermarkStrategy.noWatermarks(),
                        "quarantine")
                .uid("quarantine")
                .setParallelism(1)
                .sinkTo(new QuarantineSink(database))
                .name("quarantine-database")
                .uid("quarantine-database")
                .setParallelism(1);
    }
}
