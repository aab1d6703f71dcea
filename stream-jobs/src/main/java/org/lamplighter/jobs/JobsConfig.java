// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs;

import org.lamplighter.jobs.archive.Database;
import org.lamplighter.jobs.cluster.FlinkPlace;
import org.lamplighter.jobs.cluster.JobRunner;
import org.lamplighter.jobs.cluster.StateBackend;
import org.lamplighter.jobs.topic.KafkaTopics;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What the jobs need to know.
 *
 * @param topics where Kafka is
 * @param database where the archive is
 * @param directory where checkpoints and temporary files go
 * @param listen where web page, metrics and health are
 * @param execution how the jobs run
 * @param place where Flink is
 */
public record JobsConfig(
        KafkaTopics topics,
        Database database,
        Path directory,
        JobRunner.Listen listen,
        JobRunner.Execution execution,
        FlinkPlace place) {
    private static final JobsConfig DEFAULTS =
            new JobsConfig(
                    new KafkaTopics("localhost:9092", "", Map.of()),
                    new Database("jdbc:postgresql://localhost:5433/postgres", "postgres", ""),
                    Path.of("data", "jobs"),
                    new JobRunner.Listen("127.0.0.1", 8082, 9082),
                    new JobRunner.Execution(2, StateBackend.HEAP, Duration.ofSeconds(10)),
                    FlinkPlace.here());

    /** All defaults. */
    public static JobsConfig defaults() {
        return DEFAULTS;
    }

    public JobsConfig withTopics(KafkaTopics other) {
        return new JobsConfig(other, database, directory, listen, execution, place);
    }

    public JobsConfig withDatabase(Database other) {
        return new JobsConfig(topics, other, directory, listen, execution, place);
    }

    public JobsConfig withDirectory(Path other) {
        return new JobsConfig(topics, database, other, listen, execution, place);
    }

    public JobsConfig withListen(JobRunner.Listen other) {
        return new JobsConfig(topics, database, directory, other, execution, place);
    }

    public JobsConfig withExecution(JobRunner.Execution other) {
        return new JobsConfig(topics, database, directory, listen, other, place);
    }

    public JobsConfig withPlace(FlinkPlace other) {
        return new JobsConfig(topics, database, directory, listen, execution, other);
    }
}
