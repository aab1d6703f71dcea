// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.cluster;

import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
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
import java.util.stream.Stream;

/**
 * Runs jobs on a cluster in this process, each from its newest usable checkpoint. Thread-safe once
 * started.
 */
public final class JobRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    private final LocalCluster cluster;
    private final List<RunningJob> jobs;
    private final List<JobWatch> watches;
    private final StatusServer status;
    private final Deque<AutoCloseable> toClose;

    private JobRunner(
            LocalCluster cluster,
            List<RunningJob> jobs,
            List<JobWatch> watches,
            StatusServer status,
            Deque<AutoCloseable> toClose) {
        this.cluster = cluster;
        this.jobs = jobs;
        this.watches = watches;
        this.status = status;
        this.toClose = toClose;
    }

    /**
     * Where and how to run.
     *
     * @param topics where Kafka is
     * @param directory for checkpoints and temporary files
     * @param host the address that web page and metrics listen at
     * @param webPort the web page's port, 0 for a free one
     * @param metricsPort the port of metrics and health, 0 for a free one
     * @param parallelism subtasks of each step
     * @param stateBackend where state is kept while the jobs run
     * @param checkpointInterval how often it is saved
     */
    public record Settings(
            KafkaTopics topics,
            Path directory,
            String host,
            int webPort,
            int metricsPort,
            int parallelism,
            StateBackend stateBackend,
            Duration checkpointInterval) {}

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
     * Starts the cluster and submits the jobs.
     *
     * @throws IllegalStateException if a port is in use or Flink does not start
     * @throws IllegalArgumentException if {@code frames} has more partitions than there are lanes
     *     for
     * @throws InterruptedException if interrupted while it waits for the topics
     */
    public static JobRunner start(
            Settings settings, List<Definition> definitions, InstantSource time)
            throws InterruptedException {
        Deque<AutoCloseable> toClose = new ArrayDeque<>();
        try {
            Path temporary = freshDirectory(settings.directory().resolve("tmp"));
            LocalCluster cluster =
                    LocalCluster.start(
                            settings.host(),
                            settings.webPort(),
                            temporary,
                            settings.parallelism() * definitions.size());
            toClose.push(cluster);
            List<RunningJob> jobs = submit(cluster, settings, definitions);
            List<JobWatch> watches = jobs.stream().map(JobWatch::start).toList();
            watches.forEach(toClose::push);
            AccountReader accounts = AccountReader.start(settings.topics());
            toClose.push(accounts);
            JobsMetrics metrics = new JobsMetrics(accounts, watches, time);
            toClose.push(metrics);
            StatusServer status =
                    StatusServer.start(settings.host(), settings.metricsPort(), metrics, watches);
            toClose.push(status);
            return new JobRunner(cluster, jobs, watches, status, toClose);
        } catch (RuntimeException | InterruptedException e) {
            closeAll(toClose);
            throw e;
        }
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
            for (RunningJob job : jobs) {
                job.stop();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeAll(toClose);
    }

    private static List<RunningJob> submit(
            LocalCluster cluster, Settings settings, List<Definition> definitions)
            throws InterruptedException {
        List<RunningJob> jobs = new ArrayList<>();
        try (KafkaLog log = new KafkaLog(settings.topics())) {
            int partitions = log.awaitTopics();
            // or the first frame of a partition without lanes would stop the job again and again
            Lane.requireRoom(partitions);
            for (Definition definition : definitions) {
                Path checkpoints = settings.directory().resolve(definition.name());
                Restore restore = CheckpointChoice.choose(checkpoints, log::extents);
                tell(definition.name(), restore);
                jobs.add(
                        cluster.submit(
                                graph(settings, definition, partitions, checkpoints, restore),
                                checkpoints));
            }
        }
        return jobs;
    }

    private static void tell(String job, Restore restore) {
        LOG.info("Job {}: {}", job, restore.reason());
        switch (restore) {
            case Restore.From from ->
                    from.lost()
                            .forEach(lost -> LOG.error("Job {} has lost records: {}", job, lost));
            case Restore.Beginning beginning -> {}
        }
    }

    private static StreamGraph graph(
            Settings settings,
            Definition definition,
            int partitions,
            Path checkpoints,
            Restore restore) {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(
                        FlinkSettings.ofJob(
                                checkpoints,
                                settings.stateBackend(),
                                settings.checkpointInterval(),
                                settings.parallelism(),
                                restore));
        definition.graph().addTo(environment, partitions);
        StreamGraph graph = environment.getStreamGraph();
        graph.setJobName(definition.name());
        return graph;
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
