// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.cluster;

import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.lamplighter.jobs.lane.Lane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Brings one job to a cluster, from its newest usable checkpoint, as often as it is needed.
 * Immutable.
 */
final class Submission {
    private static final Logger LOG = LoggerFactory.getLogger(Submission.class);

    private final FlinkCluster cluster;
    private final JobRunner.Settings settings;
    private final JobRunner.Definition definition;

    Submission(FlinkCluster cluster, JobRunner.Settings settings, JobRunner.Definition definition) {
        this.cluster = cluster;
        this.settings = settings;
        this.definition = definition;
    }

    /**
     * The job's name for people; on a cluster that others share the topics' prefix is before it.
     */
    String name() {
        return definition.name();
    }

    /** Whether a job that its cluster lost is submitted again. */
    boolean canBeRepeated() {
        return !cluster.endsWithThisProcess();
    }

    /**
     * Finds the job where it runs already, or submits it.
     *
     * @throws IllegalStateException if the cluster or Kafka do not answer
     * @throws IllegalArgumentException if {@code frames} has more partitions than there are lanes
     *     for
     * @throws InterruptedException if interrupted while it waits for the topics
     */
    RunningJob submit() throws InterruptedException {
        Optional<RunningJob> underWay = findUnderWay();
        if (underWay.isPresent()) {
            LOG.info("Job {} runs at {} already", name(), cluster.webAddress());
            return underWay.get();
        }
        try (KafkaLog log = new KafkaLog(settings.topics())) {
            int partitions = log.awaitTopics();
            // or the first frame of a partition without lanes would stop the job again and again
            Lane.requireRoom(partitions);
            Restore restore = CheckpointChoice.choose(checkpoints(), log::extents);
            tell(restore);
            return cluster.submit(graph(partitions, restore), restore);
        }
    }

    /** The job where it runs. */
    Optional<RunningJob> findUnderWay() throws InterruptedException {
        return cluster.findUnderWay(nameAtCluster());
    }

    /**
     * Deletes what other submissions of this job left, now that this one has its own checkpoints.
     */
    void deleteOthers(RunningJob job) throws IOException {
        if (!Files.isDirectory(checkpoints())) {
            return;
        }
        List<Path> others;
        try (Stream<Path> runs = Files.list(checkpoints())) {
            others =
                    runs.filter(run -> !run.getFileName().toString().equals(job.id().toHexString()))
                            .toList();
        }
        for (Path run : others) {
            try (Stream<Path> files = Files.walk(run)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private Path checkpoints() {
        return settings.directory().resolve(definition.name());
    }

    private String nameAtCluster() {
        return settings.topics().prefix() + definition.name();
    }

    private void tell(Restore restore) {
        LOG.info("Job {}: {}", name(), restore.reason());
        switch (restore) {
            case Restore.From from ->
                    from.lost()
                            .forEach(
                                    lost -> LOG.error("Job {} has lost records: {}", name(), lost));
            case Restore.Beginning beginning -> {}
        }
    }

    private StreamGraph graph(int partitions, Restore restore) {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(
                        FlinkSettings.ofJob(checkpoints(), settings.execution(), restore));
        definition.graph().addTo(environment, partitions);
        StreamGraph graph = environment.getStreamGraph();
        graph.setJobName(nameAtCluster());
        return graph;
    }
}
