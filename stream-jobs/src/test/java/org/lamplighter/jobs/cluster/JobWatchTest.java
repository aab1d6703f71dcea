// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.api.common.JobID;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.junit.jupiter.api.Test;
import org.lamplighter.jobs.topic.KafkaTopics;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

class JobWatchTest {
    private static final JobStanding RUNNING =
            new JobStanding(JobStanding.Fate.UNDER_WAY, true, 0, 1, Map.of(), Instant.EPOCH);

    private final Queue<ScriptedJob> next = new ConcurrentLinkedQueue<>();

    @Test
    void submitsAgainWhatTheClusterHasLost() {
        ScriptedJob lost = new ScriptedJob(RUNNING, JobStanding.LOST);
        ScriptedJob found = new ScriptedJob(RUNNING);
        next.add(found);
        try (JobWatch watch = JobWatch.start(submission(false), lost)) {
            await(() -> watch.job() == found && watch.isReady());

            assertThat(watch.submissions()).isEqualTo(2);
        }
    }

    @Test
    void believesTheClusterOnlyWhenItSaysSoTwice() {
        ScriptedJob job = new ScriptedJob(JobStanding.LOST, RUNNING);
        next.add(new ScriptedJob(RUNNING));
        try (JobWatch watch = JobWatch.start(submission(false), job)) {
            await(watch::isReady);

            assertThat(watch.job()).isSameAs(job);
            assertThat(watch.submissions()).isEqualTo(1);
        }
    }

    @Test
    void triesAgainWhereTheSubmissionFails() {
        ScriptedJob lost = new ScriptedJob(JobStanding.LOST);
        try (JobWatch watch = JobWatch.start(submission(false), lost)) {
            await(() -> lost.asked() >= 4);
            ScriptedJob found = new ScriptedJob(RUNNING);
            next.add(found);
            await(() -> watch.job() == found);

            assertThat(watch.submissions()).isEqualTo(2);
        }
    }

    @Test
    void leavesACancelledJobCancelled() {
        ScriptedJob job = new ScriptedJob(JobStanding.CANCELLED, JobStanding.LOST);
        next.add(new ScriptedJob(RUNNING));
        try (JobWatch watch = JobWatch.start(submission(false), job)) {
            await(() -> job.asked() >= 5);

            assertThat(watch.job()).isSameAs(job);
            assertThat(watch.isReady()).isFalse();
        }
    }

    @Test
    void submitsNothingAgainWhereTheJobsEndWithTheProcess() {
        ScriptedJob job = new ScriptedJob(JobStanding.LOST);
        next.add(new ScriptedJob(RUNNING));
        try (JobWatch watch = JobWatch.start(submission(true), job)) {
            await(() -> job.asked() >= 5);

            assertThat(watch.job()).isSameAs(job);
        }
    }

    private Submission submission(boolean endsWithThisProcess) {
        return new Submission(
                new ScriptedCluster(endsWithThisProcess),
                new JobRunner.Settings(
                        FlinkPlace.here(),
                        new KafkaTopics("127.0.0.1:1", "", Map.of()),
                        Path.of("none"),
                        new JobRunner.Listen("127.0.0.1", 0, 0),
                        new JobRunner.Execution(1, StateBackend.HEAP, Duration.ofSeconds(1))),
                new JobRunner.Definition("detection", (environment, partitions) -> {}));
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("20 s have not gone by").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Finds the next job of the test under way, and fails when there is none. */
    private final class ScriptedCluster implements FlinkCluster {
        private final boolean endsWithThisProcess;

        ScriptedCluster(boolean endsWithThisProcess) {
            this.endsWithThisProcess = endsWithThisProcess;
        }

        @Override
        public URI webAddress() {
            return URI.create("http://127.0.0.1:1");
        }

        @Override
        public Optional<RunningJob> findUnderWay(String name) {
            ScriptedJob job = next.poll();
            if (job == null) {
                throw new IllegalStateException("the cluster does not answer");
            }
            return Optional.of(job);
        }

        @Override
        public RunningJob submit(StreamGraph graph, Restore restore) {
            throw new AssertionError("it was found under way");
        }

        @Override
        public boolean endsWithThisProcess() {
            return endsWithThisProcess;
        }

        @Override
        public void close() {}
    }

    /** Stands as the test says, in the end always as it said last. */
    private static final class ScriptedJob implements RunningJob {
        private final Queue<JobStanding> standings;
        private final AtomicInteger asked = new AtomicInteger();
        private final JobID id = new JobID();

        ScriptedJob(JobStanding... standings) {
            this.standings = new ArrayDeque<>(List.of(standings));
        }

        int asked() {
            return asked.get();
        }

        @Override
        public JobID id() {
            return id;
        }

        @Override
        public JobStanding standing() {
            asked.incrementAndGet();
            return standings.size() > 1 ? standings.remove() : standings.element();
        }

        @Override
        public void stop() {
            throw new AssertionError("nobody stops it");
        }
    }
}
