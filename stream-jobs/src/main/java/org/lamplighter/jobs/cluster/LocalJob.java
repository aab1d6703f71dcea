// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.cluster;

import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.runtime.accumulators.StringifiedAccumulatorResult;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A job that was submitted to the cluster in this process. Thread-safe. */
final class LocalJob implements RunningJob {
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration LAST_CHECKPOINT_TIMEOUT = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(LocalJob.class);

    private final MiniCluster cluster;
    private final JobID id;
    private final String name;

    LocalJob(MiniCluster cluster, JobID id, String name) {
        this.cluster = cluster;
        this.id = id;
        this.name = name;
    }

    @Override
    public JobID id() {
        return id;
    }

    @Override
    public JobStanding standing() throws InterruptedException {
        try {
            AccessExecutionGraph graph =
                    cluster.getExecutionGraph(id)
                            .get(ASK_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            boolean running =
                    graph.getState() == JobStatus.RUNNING
                            && tasks(graph)
                                    .allMatch(
                                            task ->
                                                    task.getExecutionState()
                                                            == ExecutionState.RUNNING);
            long restarts =
                    tasks(graph)
                            .mapToLong(task -> task.getCurrentExecutionAttempt().getAttemptNumber())
                            .max()
                            .orElse(0);
            @Nullable CheckpointStatsSnapshot stats = graph.getCheckpointStatsSnapshot();
            if (stats == null) {
                return new JobStanding(
                        JobStanding.Fate.UNDER_WAY, running, restarts, 0, Map.of(), Instant.EPOCH);
            }
            @Nullable CompletedCheckpointStats last =
                    stats.getHistory().getLatestCompletedCheckpoint();
            return new JobStanding(
                    JobStanding.Fate.UNDER_WAY,
                    running,
                    restarts,
                    stats.getCounts().getNumberOfCompletedCheckpoints(),
                    counted(graph),
                    last == null
                            ? Instant.EPOCH
                            : Instant.ofEpochMilli(last.getTriggerTimestamp()));
        } catch (ExecutionException | TimeoutException e) {
            return JobStanding.UNKNOWN;
        }
    }

    private static Map<String, Long> counted(AccessExecutionGraph graph) {
        Map<String, Long> counted = new HashMap<>();
        for (StringifiedAccumulatorResult result : graph.getAccumulatorResultsStringified()) {
            if (result.getType().equals(LongCounter.class.getSimpleName())) {
                counted.put(result.getName(), Long.parseLong(result.getValue()));
            }
        }
        return Map.copyOf(counted);
    }

    @Override
    public void stop() throws InterruptedException {
        try {
            cluster.triggerCheckpoint(id)
                    .get(LAST_CHECKPOINT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.info("No last checkpoint of {}; the next start goes on from the one before", name);
        }
        try {
            cluster.cancelJob(id).get(ASK_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.info("{} had ended already", name);
        }
    }

    private static Stream<? extends org.apache.flink.runtime.executiongraph.AccessExecutionVertex>
            tasks(AccessExecutionGraph graph) {
        return StreamSupport.stream(graph.getAllExecutionVertices().spliterator(), false);
    }
}
