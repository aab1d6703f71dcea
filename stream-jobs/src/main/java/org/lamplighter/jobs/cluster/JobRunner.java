// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.cluster;

import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.lamplighter.jobs.lane.Lane;
import org.lamplighter.jobs.topic.KafkaTopics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs jobs, each from its newest usable checkpoint: on a cluster in this process, which ends with
 * it, or on one elsewhere, where they go on without it. Thread-safe once started.
 */
public final class JobRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    private final FlinkCluster cluster;
    private final List<JobWatch> watches;
    private final StatusServer status;
    private final Deque<AutoCloseable> toClose;

    private JobRunner(
            FlinkCluster cluster,
            List<JobWatch> watches,
            StatusServer status,
            Deque<AutoCloseable> toClose) {
        this.cluster = cluster;
        this.watches = watches;
        this.status = status;
        this.toClose = toClose;
    }

    /**
     * Where and how to run.
     *
     * @param place where Flink is
     * @param topics where Kafka is
     * @param directory for checkpoints and temporary files
     * @param listen where web page, metrics and health are
     * @param execution how the jobs run
     */
    public record Settings(
            FlinkPlace place,
            KafkaTopics topics,
            Path directory,
            Listen listen,
            Execution execution) {}

    /**
     * Where to listen.
     *
     * @param host the address that web page and metrics listen at
     * @param webPort the port of Flink's web page, 0 for a free one
     * @param metricsPort the port of metrics and health, 0 for a free one
     */
    public record Listen(String host, int webPort, int metricsPort) {}

    /**
     * How each job runs.
     *
     * @param parallelism subtasks of each step
     * @param stateBackend where state is kept while the jobs run
     * @param checkpointInterval how often it is saved
     */
    public record Execution(
            int parallelism, StateBackend stateBackend, Duration checkpointInterval) {
        public Execution {
            if (parallelism < 1 || parallelism > Lane.MAX_PARALLELISM) {
                throw new IllegalArgumentException(
                        "jobs.parallelism must be 1 to "
                                + Lane.MAX_PARALLELISM
                                + ", not "
                                + parallelism);
            }
        }

        /** The same with its state elsewhere. */
        public Execution with(StateBackend other) {
            return new Execution(parallelism, other, checkpointInterval);
        }

        /** The same with its state saved at another interval. */
        public Execution withCheckpointInterval(Duration other) {
            return new Execution(parallelism, stateBackend, other);
        }
    }

    /**
     * A job to run.
     *
     * @param name its name and its directory's
     * @param graph adds its steps
     */
    public record Definition(String name, Graph graph) {}

    /** Adds a job's steps to an environment. */
    @FunctionalInterface
    public interface Graph {
        /** Called once, with the number of partitions of {@code frames}. */
        void addTo(StreamExecutionEnvironment environment, int partitions);
    }

    /**
     * Starts the cluster if it is to be in this process, and submits the jobs that do not run yet.
     *
     * @throws IllegalStateException if a port is in use, Flink does not start or does not answer
     * @throws IllegalArgumentException if {@code frames} has more partitions than there are lanes
     *     for
     * @throws InterruptedException if interrupted while it waits for the topics
     */
    public static JobRunner start(
            Settings settings, List<Definition> definitions, InstantSource time)
            throws InterruptedException {
        Deque<AutoCloseable> toClose = new ArrayDeque<>();
        try {
            FlinkCluster cluster = cluster(settings, definitions.size());
            toClose.push(cluster);
            List<JobWatch> watches = new ArrayList<>();
            for (Definition definition : definitions) {
                Submission submission = new Submission(cluster, settings, definition);
                JobWatch watch = JobWatch.start(submission, submission.submit());
                toClose.push(watch);
                watches.add(watch);
            }
            AccountReader accounts = AccountReader.start(settings.topics());
            toClose.push(accounts);
            JobsMetrics metrics = new JobsMetrics(accounts, watches, time);
            toClose.push(metrics);
            StatusServer status = StatusServer.start(settings.listen(), metrics, watches);
            toClose.push(status);
            return new JobRunner(cluster, List.copyOf(watches), status, toClose);
        } catch (RuntimeException | InterruptedException e) {
            closeAll(toClose);
            throw e;
        }
    }

    /**
     * Ends the jobs at a cluster elsewhere, each after a last checkpoint.
     *
     * @return the names of those that ran
     * @throws IllegalStateException if the cluster does not answer
     */
    public static List<String> stop(Settings settings, List<Definition> definitions)
            throws InterruptedException {
        List<String> stopped = new ArrayList<>();
        try (FlinkCluster cluster = cluster(settings, definitions.size())) {
            for (Definition definition : definitions) {
                Optional<RunningJob> job =
                        new Submission(cluster, settings, definition).findUnderWay();
                if (job.isPresent()) {
                    job.get().stop();
                    stopped.add(definition.name());
                }
            }
        }
        return stopped;
    }

    private static FlinkCluster cluster(Settings settings, int jobs) {
        return switch (settings.place()) {
            case FlinkPlace.Here here ->
                    LocalCluster.start(
                            settings.listen().host(),
                            settings.listen().webPort(),
                            freshDirectory(settings.directory().resolve("tmp")),
                            settings.execution().parallelism() * jobs);
            case FlinkPlace.Cluster elsewhere ->
                    RemoteCluster.at(elsewhere.address(), elsewhere.jar());
        };
    }

    public URI webAddress() {
        return cluster.webAddress();
    }

    public InetSocketAddress metricsAddress() {
        return status.address();
    }

    public boolean isLive() {
        return watches.stream().allMatch(watch -> watch.standing().running());
    }

    public boolean isReady() {
        return watches.stream().allMatch(JobWatch::isReady);
    }

    /** How often the jobs were restarted since this start. */
    public long restarts() {
        return watches.stream().mapToLong(watch -> watch.standing().restarts()).sum();
    }

    @Override
    public void close() {
        try {
            if (cluster.endsWithThisProcess()) {
                for (JobWatch watch : watches) {
                    watch.job().stop();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeAll(toClose);
    }

    /** An empty directory: a killed run leaves files that nobody will read. */
    private static Path freshDirectory(Path directory) {
        try {
            if (Files.isDirectory(directory)) {
                try (Stream<Path> files = Files.walk(directory)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.deleteIfExists(file);
                    }
                }
            }
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The directory " + directory + " cannot be made empty; remove it", e);
        }
    }

    private static void closeAll(Deque<AutoCloseable> toClose) {
        for (AutoCloseable each : toClose) {
            try {
                each.close();
            } catch (Exception e) {
                LOG.warn("While stopping the jobs: {}", e.getMessage());
            }
        }
    }
}
