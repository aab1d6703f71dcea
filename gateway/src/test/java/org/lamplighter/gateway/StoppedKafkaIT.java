// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.gateway.intake.AppendResult;
import org.lamplighter.gateway.intake.InFlight;
import org.lamplighter.gateway.log.KafkaConfig;
import org.lamplighter.gateway.log.KafkaFrameLog;
import org.lamplighter.gateway.transport.ListenAddress;
import org.lamplighter.log.FrameRecords;
import org.lamplighter.log.Topic;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.FrameId;
import org.lamplighter.reading.Payload;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * P1 while Kafka is stopped in mid-word (SIGSTOP): pings are answered, memory stays bounded, what
 * waits too long is closed unacknowledged, and everything that was acknowledged is in the log.
 */
@Timeout(240)
class StoppedKafkaIT {
    private static final int DEVICES = 50;

    @TempDir private Path directory;

    @Test
    void losesNothingInFifteenSecondsAndGoesOnByItself() throws Exception {
        survive(Duration.ofSeconds(15));
    }

    @Test
    @Tag("faults")
    void losesNothingInAMinuteAndGoesOnByItself() throws Exception {
        survive(Duration.ofSeconds(60));
    }

    /** 10 devices with 200 frames of 2 KiB each under way are 5 MiB, and 1 MiB is allowed. */
    @Test
    void readsNoMoreThanItsBoundsAllowAndStillAnswersPings() throws Exception {
        InFlight.Limits limits = new InFlight.Limits(1_000, 1 << 20);
        try (KafkaProcess kafka = KafkaProcess.start(directory);
                LogUnderTest log = provisioned(kafka);
                Gateway gateway = Gateway.start(config(kafka).withInFlight(limits))) {
            assertThat(gateway.awaitReady(Duration.ofSeconds(30))).isTrue();
            Fleet fleet = new Fleet(gateway, 10, 200, 2_048);
            fleet.start();
            fleet.pingQuietly("d-20");
            fleet.awaitAcknowledged(2_000);

            kafka.stop();
            Peak peak = watch(gateway, Duration.ofSeconds(8));
            kafka.goOn();
            fleet.awaitAcknowledged(fleet.acknowledged().size() + 2_000);
            fleet.finish();

            assertThat(peak.bytes()).as("bytes in flight").isBetween(900L << 10, 2L << 20);
            assertThat(peak.frames()).as("frames in flight").isLessThan(2_000);
            assertThat(metric(gateway, "reading_paused_total{input=\"mqtt\"}")).isPositive();
            assertThat(fleet.slowestPing()).isLessThan(Duration.ofSeconds(1));
            assertKept(log, fleet);
        }
    }

    /** Two batches of 128 KiB with two frames each fit into 256 KiB. */
    @Test
    void givesUpAFrameThatTheLogsClientHasNoMemoryFor() throws Exception {
        try (KafkaProcess kafka = KafkaProcess.start(directory);
                LogUnderTest broker = provisioned(kafka);
                KafkaFrameLog log = KafkaFrameLog.start(withMemory(kafka, 256 << 10))) {
            BlockingQueue<String> results = new LinkedBlockingQueue<>();
            append(log, 1, 1, results);
            assertThat(results.poll(30, TimeUnit.SECONDS)).isEqualTo("1 appended");
            kafka.stop();

            for (int i = 2; i <= 6; i++) {
                append(log, i, 60 << 10, results);
            }
            assertThat(results.poll(30, TimeUnit.SECONDS))
                    .startsWith("6 Failed to allocate ")
                    .endsWith(
                            " within the configured max blocking time 2000 ms. Total memory:"
                                    + " 262144 bytes. Available memory: 0 bytes. Poolable size:"
                                    + " 131072 bytes");
            kafka.goOn();

            for (int i = 2; i <= 5; i++) {
                assertThat(results.poll(30, TimeUnit.SECONDS)).isEqualTo(i + " appended");
            }
            assertThat(broker.frames()).hasSize(5);
        }
    }

    private static KafkaConfig withMemory(KafkaProcess kafka, long bytes) {
        KafkaConfig it = KafkaConfig.DEFAULT;
        // a second, so that frames share batches however slow the machine is
        return new KafkaConfig(
                kafka.bootstrap(),
                it.topicPrefix(),
                Duration.ofSeconds(1),
                it.deliveryTimeout(),
                bytes);
    }

    private static void append(
            KafkaFrameLog log, int n, int length, BlockingQueue<String> results) {
        Frame frame =
                new Frame(
                        new FrameId("gw1", n),
                        new DeviceId("d-0"),
                        "/gw1/mqtt",
                        "v1/frames",
                        Payload.wrap(new byte[length]));
        log.append(
                frame,
                result ->
                        results.add(
                                switch (result) {
                                    case AppendResult.Appended appended -> n + " appended";
                                    case AppendResult.Unavailable it -> n + " " + it.why();
                                }));
    }

    private void survive(Duration outage) throws Exception {
        try (KafkaProcess kafka = KafkaProcess.start(directory);
                LogUnderTest log = provisioned(kafka);
                Gateway gateway = Gateway.start(config(kafka))) {
            assertThat(gateway.awaitReady(Duration.ofSeconds(30))).isTrue();
            Fleet fleet = new Fleet(gateway, DEVICES, 20, 64);
            fleet.start();
            fleet.pingWhilePublishing("d-0");
            fleet.pingQuietly("d-1");
            fleet.awaitAcknowledged(2_000);

            kafka.stop();
            Peak peak = watch(gateway, outage);
            kafka.goOn();
            fleet.awaitAcknowledged(fleet.acknowledged().size() + 2_000);
            fleet.finish();

            System.out.printf(
                    "Kafka stopped for %d s: acknowledged %d, connections closed unacknowledged %d,"
                            + " slowest ping %d ms, most in flight %d frames and %d bytes%n",
                    outage.toSeconds(),
                    fleet.acknowledged().size(),
                    fleet.endings(),
                    fleet.slowestPing().toMillis(),
                    peak.frames(),
                    peak.bytes());
            assertThat(fleet.slowestPing()).isLessThan(Duration.ofSeconds(1));
            assertThat(peak.frames()).isPositive().isLessThan(InFlight.Limits.DEFAULT.frames());
            assertThat(peak.bytes()).isPositive().isLessThan(InFlight.Limits.DEFAULT.bytes());
            assertThat(fleet.endings()).as("closed unacknowledged").isPositive();
            assertKept(log, fleet);
            assertThat(metric(gateway, "frames_received_total{input=\"mqtt\"}"))
                    .isEqualTo(
                            metric(gateway, "frames_appended_total{input=\"mqtt\"}")
                                    + metric(gateway, "frames_refused_total{input=\"mqtt\"")
                                    + metric(gateway, "frames_in_flight"));
            assertThat(metric(gateway, "ticks_dropped_total")).isPositive();
            assertThat(longestGapOfTicks(log)).isGreaterThan(outage.toMillis() - 3_000);
        }
    }

    private static LogUnderTest provisioned(KafkaProcess kafka) throws Exception {
        LogUnderTest log = new LogUnderTest(kafka.bootstrap());
        log.createTopics(Topic.FRAMES, Topic.DEVICES, Topic.PROFILES);
        for (int i = 0; i < DEVICES; i++) {
            log.register("d-" + i);
        }
        return log;
    }

    /** The most that was in flight. */
    private record Peak(long frames, long bytes) {}

    /** Watches while the outage lasts. */
    private static Peak watch(Gateway gateway, Duration outage) throws Exception {
        long frames = 0;
        long bytes = 0;
        long over = System.nanoTime() + outage.toNanos();
        while (System.nanoTime() < over) {
            frames = Math.max(frames, (long) metric(gateway, "frames_in_flight"));
            bytes = Math.max(bytes, (long) metric(gateway, "bytes_in_flight"));
            LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
        }
        return new Peak(frames, bytes);
    }

    /** Everything that was sent was acknowledged in the end, and is in the log. */
    private static void assertKept(LogUnderTest log, Fleet fleet) {
        Set<String> kept = new HashSet<>();
        log.frames()
                .forEach(
                        frame ->
                                kept.add(
                                        Fleet.nameOf(
                                                frame.device().toString(),
                                                new String(
                                                        frame.payload().toByteArray(),
                                                        StandardCharsets.UTF_8))));
        assertThat(fleet.acknowledged()).hasSize((int) fleet.sent());
        assertThat(kept).containsAll(fleet.acknowledged());
    }

    private static long longestGapOfTicks(LogUnderTest log) {
        long longest = 0;
        long last = 0;
        for (ConsumerRecord<String, byte[]> each :
                log.records(LogUnderTest.isOfType(FrameRecords.TICK_TYPE))) {
            if (each.partition() == 0) {
                longest = last == 0 ? 0 : Math.max(longest, each.timestamp() - last);
                last = each.timestamp();
            }
        }
        return longest;
    }

    private static GatewayConfig config(KafkaProcess kafka) {
        return GatewayConfig.defaults()
                .withKafka(KafkaConfig.DEFAULT.withBootstrap(kafka.bootstrap()))
                .withAddresses(
                        ListenAddress.loopback(0),
                        ListenAddress.loopback(0),
                        ListenAddress.loopback(0));
    }

    /** The sum of the metric's lines that begin so. */
    private static double metric(Gateway gateway, String name)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String body =
                    client.send(
                                    HttpRequest.newBuilder(
                                                    URI.create(
                                                            "http://127.0.0.1:"
                                                                    + gateway.metricsAddress()
                                                                            .getPort()
                                                                    + "/metrics"))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body();
            return body.lines()
                    .filter(line -> line.startsWith("lamplighter_gateway_" + name))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        }
    }
}
