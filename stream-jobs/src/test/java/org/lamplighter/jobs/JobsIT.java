// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.jobs.cluster.RetainedCheckpoints;
import org.lamplighter.log.LaneAccount;
import org.lamplighter.log.Topic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

final class JobsIT {
    @Test
    void framesBecomeReadingsAlarmsTroublesAndRows(@TempDir Path directory) throws Exception {
        try (Plant plant = new Plant(directory)) {
            plant.registerCoverBeforeTheLog("C-1");
            long begun = System.nanoTime();
            try (Jobs jobs = Jobs.start(plant.config())) {
                plant.awaitTicking("ready", jobs::isReady);
                System.out.printf(
                        "Jobs were ready after %d ms%n",
                        Duration.ofNanos(System.nanoTime() - begun).toMillis());

                Plant.await(plant.frame("C-1", "{\"seq\":1,\"tilt\":2.0,\"ch4\":55}"));
                plant.awaitTicking(
                        "the rows", () -> plant.number("select count(*) from point_value") == 2);
                plant.awaitTicking("the trouble", () -> !plant.records(Topic.TROUBLES).isEmpty());
                plant.awaitTicking("the account", () -> sum(plant, LaneAccount::fresh) == 1);

                assertThat(plant.records(Topic.READINGS)).hasSize(1);
                assertThat(plant.records(Topic.ALARMS)).hasSize(1);
                assertThat(plant.records(Topic.TROUBLES)).hasSize(1);
                assertThat(plant.records(Topic.QUARANTINE)).isEmpty();
                assertThat(get(jobs, "/health/live")).isEqualTo("200 detection: ok\narchive: ok\n");
                assertThat(get(jobs, "/health/ready"))
                        .isEqualTo("200 detection: ok\narchive: ok\n");
                plant.awaitTicking(
                        "the metric",
                        () ->
                                get(jobs, "/metrics")
                                        .contains("lamplighter_jobs_readings_total 1.0"));
                Plant.await(plant.frame("C-1", "{\"seq\":2,\"tilt\":2.0,\"colour\":1}"));
                plant.awaitTicking(
                        "the notice",
                        () ->
                                get(jobs, "/metrics")
                                        .contains(
                                                "lamplighter_jobs_notices_total{job=\"detection\",notice=\"IGNORED_MEMBERS\"}"
                                                    + " 1.0"));
                assertThat(get(jobs, "/metrics"))
                        .contains("lamplighter_jobs_restarts_total{job=\"detection\"} 0.0")
                        .contains("lamplighter_jobs_checkpoint_age_seconds{job=\"archive\"}");
                assertThat(fetch(jobs.webAddress().resolve("/")))
                        .startsWith("200")
                        .contains("Apache Flink");
            }
        }
    }

    @Test
    void anAlarmIsThereWithinMilliseconds(@TempDir Path directory) throws Exception {
        int rounds = 40;
        try (Plant plant = new Plant(directory)) {
            for (int i = 0; i < rounds; i++) {
                plant.registerCover("C-" + i);
            }
            try (Jobs jobs = Jobs.start(plant.config());
                    Plant.Tail troubles = plant.tail(Topic.TROUBLES)) {
                plant.awaitTicking("ready", jobs::isReady);
                long[] millis = new long[rounds];
                for (int i = 0; i < rounds; i++) {
                    plant.tick();
                    long sent = System.nanoTime();
                    Plant.await(plant.frame("C-" + i, "{\"seq\":1,\"ch4\":60}"));
                    troubles.awaitNext();
                    millis[i] = Duration.ofNanos(System.nanoTime() - sent).toMillis();
                }
                Arrays.sort(millis);
                System.out.printf(
                        "Frame to trouble over %d frames one by one: p50 %d ms, p95 %d ms, most %d"
                                + " ms%n",
                        rounds, millis[rounds / 2], millis[rounds * 95 / 100], millis[rounds - 1]);
                // a guard against waiting somewhere for a buffer, a poll or a checkpoint, on a busy
                // machine
                assertThat(millis[rounds / 2]).isLessThan(1_000);
            }
        }
    }

    @Test
    void aStartTakesTheNewestCheckpointThatOpensAndThatTheLogReaches(@TempDir Path directory)
            throws Exception {
        try (Plant plant = new Plant(directory)) {
            RetainedCheckpoints checkpoints =
                    new RetainedCheckpoints(plant.config().directory().resolve(DetectionJob.NAME));
            assertThat(checkpoints.choice(partition -> 0)).startsWith("there is no checkpoint in ");
            try (Jobs jobs = Jobs.start(plant.config())) {
                plant.awaitTicking("ready", jobs::isReady);
                plant.awaitTicking(
                        "as many checkpoints as are kept", () -> checkpoints.numbers().size() == 3);
                List<Long> three = checkpoints.numbers();
                plant.awaitTicking(
                        "one more instead of the oldest",
                        () ->
                                checkpoints.numbers().size() == 3
                                        && checkpoints.numbers().getFirst() > three.getFirst());
            }

            assertThat(checkpoints.count()).isEqualTo(3);
            Path newest = checkpoints.newest();
            Map<TopicPartition, Long> offsets = checkpoints.offsets();
            assertThat(offsets).hasSize(2 * Plant.PARTITIONS);
            assertThat(
                            offsets.entrySet().stream()
                                    .filter(
                                            entry ->
                                                    entry.getKey()
                                                            .topic()
                                                            .equals(plant.frames(0).topic()))
                                    .mapToLong(Map.Entry::getValue)
                                    .sum())
                    .isPositive()
                    .isLessThanOrEqualTo(plant.count(Topic.FRAMES));
            assertThat(checkpoints.choice(offsets::get)).isEqualTo("going on from " + newest);

            assertThat(checkpoints.lost(offsets::get, offsets::get)).isEmpty();
            TopicPartition frames = plant.frames(0);
            assertThat(
                            checkpoints.lost(
                                    partition ->
                                            partition.equals(frames)
                                                    ? offsets.getOrDefault(frames, 0L) + 2
                                                    : 0,
                                    partition -> Long.MAX_VALUE))
                    .containsExactly(
                            "2 records of "
                                    + frames
                                    + " from offset "
                                    + offsets.get(frames)
                                    + " on were deleted before they were read, and the job goes on"
                                    + " without them: give the topic a longer retention, or do not"
                                    + " let the jobs stand still for so long");

            assertThat(checkpoints.choice(partition -> 0))
                    .startsWith("none of the ")
                    .contains(
                            "it has read "
                                    + plant.frames(0)
                                    + " up to "
                                    + offsets.get(plant.frames(0))
                                    + ", but the log ends at 0")
                    .endsWith("; reading the log from its earliest record");

            checkpoints.tearNewest();
            assertThat(checkpoints.choice(partition -> Long.MAX_VALUE))
                    .startsWith("going on from ")
                    .contains("; passed over " + newest + " (it does not open: it ends too early)");
        }
    }

    private static long sum(Plant plant, ToLongFunction<LaneAccount> term) {
        return plant.accounts().values().stream().mapToLong(term).sum();
    }

    private static String get(Jobs jobs, String path) {
        return fetch(URI.create("http://127.0.0.1:" + jobs.metricsAddress().getPort() + path));
    }

    private static String fetch(URI uri) {
        try {
            HttpResponse<String> response =
                    HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(uri).build(),
                                    HttpResponse.BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
