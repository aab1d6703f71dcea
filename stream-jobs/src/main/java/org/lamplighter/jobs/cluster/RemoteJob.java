// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.cluster;

import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.rest.messages.EmptyRequestBody;
import org.apache.flink.runtime.rest.messages.JobMessageParameters;
import org.apache.flink.runtime.rest.messages.checkpoints.CheckpointStatistics;
import org.apache.flink.runtime.rest.messages.checkpoints.CheckpointingStatistics;
import org.apache.flink.runtime.rest.messages.checkpoints.CheckpointingStatisticsHeaders;
import org.apache.flink.runtime.rest.messages.job.JobDetailsInfo;
import org.apache.flink.runtime.rest.messages.job.metrics.JobMetricsHeaders;
import org.apache.flink.runtime.rest.messages.job.metrics.JobMetricsMessageParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A job on a cluster elsewhere. Thread-safe. */
final class RemoteJob implements RunningJob {
    private static final String RESTARTS = "numRestarts";
    private static final Logger LOG = LoggerFactory.getLogger(RemoteJob.class);

    private final RestClusterClient<String> client;
    private final Answers answers;
    private final JobID id;
    private final String name;

    RemoteJob(RestClusterClient<String> client, Answers answers, JobID id, String name) {
        this.client = client;
        this.answers = answers;
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
            Optional<JobStatus> status =
                    ask(client.listJobs()).stream()
                            .filter(job -> job.getJobId().equals(id))
                            .map(JobStatusMessage::getJobState)
                            .findFirst();
            if (status.isEmpty()) {
                return JobStanding.LOST;
            }
            return switch (status.get()) {
                case FAILED, FINISHED -> JobStanding.LOST;
                case CANCELLING, CANCELED -> JobStanding.CANCELLED;
                case INITIALIZING, CREATED, FAILING, RESTARTING, SUSPENDED, RECONCILING ->
                        JobStanding.UNKNOWN;
                case RUNNING -> detailed();
            };
        } catch (ExecutionException | TimeoutException e) {
            return JobStanding.UNKNOWN;
        }
    }

    private JobStanding detailed()
            throws ExecutionException, TimeoutException, InterruptedException {
        JobDetailsInfo details = ask(client.getJobDetails(id));
        boolean running =
                details.getJobVertexInfos().stream()
                        .flatMap(vertex -> vertex.getTasksPerState().entrySet().stream())
                        .allMatch(
                                tasks ->
                                        tasks.getKey() == ExecutionState.RUNNING
                                                || tasks.getValue() == 0);
        JobMessageParameters job = new JobMessageParameters();
        job.jobPathParameter.resolve(id);
        CheckpointingStatistics checkpoints =
                ask(
                        client.sendRequest(
                                CheckpointingStatisticsHeaders.getInstance(),
                                job,
                                EmptyRequestBody.getInstance()));
        @Nullable CheckpointStatistics last =
                checkpoints.getLatestCheckpoints().getCompletedCheckpointStatistics();
        return new JobStanding(
                JobStanding.Fate.UNDER_WAY,
                running,
                restarts(),
                checkpoints.getCounts().getNumberCompletedCheckpoints(),
                counted(),
                last == null ? Instant.EPOCH : Instant.ofEpochMilli(last.getTriggerTimestamp()));
    }

    private long restarts() throws ExecutionException, TimeoutException, InterruptedException {
        JobMetricsMessageParameters parameters = new JobMetricsMessageParameters();
        parameters.jobPathParameter.resolve(id);
        parameters.metricsFilterParameter.resolve(List.of(RESTARTS));
        return ask(
                        client.sendRequest(
                                JobMetricsHeaders.getInstance(),
                                parameters,
                                EmptyRequestBody.getInstance()))
                .getMetrics()
                .stream()
                .filter(metric -> metric.getId().equals(RESTARTS))
                .mapToLong(metric -> Long.parseLong(metric.getValue()))
                .max()
                .orElse(0);
    }

    private Map<String, Long> counted()
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<String, Long> counted = new HashMap<>();
        ask(client.getAccumulators(id, RemoteJob.class.getClassLoader()))
                .forEach(
                        (counter, value) -> {
                            if (value instanceof Long count) {
                                counted.put(counter, count);
                            }
                        });
        return Map.copyOf(counted);
    }

    @Override
    public void stop() throws InterruptedException {
        try {
            client.triggerCheckpoint(id, CheckpointType.FULL)
                    .get(answers.checkpoint().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.info("No last checkpoint of {}; the next start goes on from the one before", name);
        }
        try {
            ask(client.cancel(id));
        } catch (ExecutionException | TimeoutException e) {
            LOG.info("{} had ended already", name);
        }
    }

    private <T> T ask(CompletableFuture<T> question)
            throws ExecutionException, TimeoutException, InterruptedException {
        return question.get(answers.question().toMillis(), TimeUnit.MILLISECONDS);
    }
}
