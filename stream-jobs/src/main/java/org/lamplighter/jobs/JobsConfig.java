// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs;

import org.lamplighter.jobs.archive.Database;
import org.lamplighter.jobs.cluster.FlinkPlace;
import org.lamplighter.jobs.cluster.StateBackend;
import org.lamplighter.jobs.lane.Lane;
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
 * @param host the address that web page and metrics listen at
 * @param webPort the port of Flink's web page, 0 for a free one
 * @param metricsPort the port of metrics and health, 0 for a free one
 * @param parallelism subtasks of each step
 * @param stateBackend where state is kept while the jobs run
 * @param checkpointInterval how often it is saved
 * @param place where Flink is
 */
public record JobsConfig(
        KafkaTopics topics,
        Database database,
        Path directory,
        String host,
        int webPort,
        int metricsPort,
        int parallelism,
        StateBackend stateBackend,
        Duration checkpointInterval,
        FlinkPlace place) {
    private static final JobsConfig DEFAULTS =
            new JobsConfig(
                    new KafkaTopics("localhost:9092", "", Map.of()),
                    new Database("jdbc:postgresql://localhost:5433/postgres", "postgres", ""),
                    Path.of("data", "jobs"),
                    "127.0.0.1",
                    8082,
                    9082,
                    2,
                    StateBackend.HEAP,
                    Duration.ofSeconds(2),
                    FlinkPlace.here());

    public JobsConfig {
        if (parallelism < 1 || parallelism > Lane.MAX_PARALLELISM) {
            throw new IllegalArgumentException(
                    "jobs.parallelism must be 1 to "
                            + Lane.MAX_PARALLELISM
                            + ", not "
                            + parallelism);
        }
    }

    /** All defaults. */
    public static JobsConfig defaults() {
        return DEFAULTS;
    }

    public JobsConfig withTopics(KafkaTopics other) {
        return new JobsConfig(
                other,
                database,
                directory,
                host,
                webPort,
                metricsPort,
                parallelism,
                stateBackend,
                checkpointInterval,
                place);
    }

    public JobsConfig withDatabase(Database other) {
        return new JobsConfig(
                topics,
                other,
                directory,
                host,
                webPort,
                metricsPort,
                parallelism,
                stateBackend,
                checkpointInterval,
                place);
    }

    public JobsConfig withDirectory(Path other) {
        return new JobsConfig(
                topics,
                database,
                other,
                host,
                webPort,
                metricsPort,
                parallelism,
                stateBackend,
                checkpointInterval,
                place);
    }

    /** Listening at another address and other ports. */
    public JobsConfig withPorts(String otherHost, int otherWebPort, int otherMetricsPort) {
        return new JobsConfig(
                topics,
                database,
                directory,
                otherHost,
                otherWebPort,
                otherMetricsPort,
                parallelism,
                stateBackend,
                checkpointInterval,
                place);
    }

    public JobsConfig withParallelism(int other) {
        return new JobsConfig(
                topics,
                database,
                directory,
                host,
                webPort,
                metricsPort,
                other,
                stateBackend,
                checkpointInterval,
                place);
    }

    public JobsConfig withStateBackend(StateBackend other) {
        return new JobsConfig(
                topics,
                database,
                directory,
                host,
                webPort,
                metricsPort,
                parallelism,
                other,
                checkpointInterval,
                place);
    }

    public JobsConfig withPlace(FlinkPlace other) {
        return new JobsConfig(
                topics,
                database,
                directory,
                host,
                webPort,
                metricsPort,
                parallelism,
                stateBackend,
                checkpointInterval,
                other);
    }
}
