// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.gateway.intake.InFlight;
import org.lamplighter.gateway.log.KafkaConfig;
import org.lamplighter.gateway.mqtt.Packets;
import org.lamplighter.gateway.transport.ListenAddress;
import org.lamplighter.log.FrameRecords;
import org.lamplighter.log.Topic;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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

    private void survive(Duration outage) throws Exception {
        try (KafkaProcess kafka = KafkaProcess.start(directory);
                LogUnderTest log = new LogUnderTest(kafka.bootstrap())) {
            log.createTopics(Topic.FRAMES, Topic.DEVICES, Topic.PROFILES);
            for (int i = 0; i < DEVICES; i++) {
                log.register("d-" + i);
            }
            try (Gateway gateway = Gateway.start(config(kafka))) {
                assertThat(gateway.awaitReady(Duration.ofSeconds(30))).isTrue();
                survive(outage, kafka, log, gateway);
            }
        }
    }

    private static void survive(
            Duration outage, KafkaProcess kafka, LogUnderTest log, Gateway gateway)
            throws Exception {
        Fleet fleet = new Fleet(gateway);
        fleet.start();
        fleet.awaitAcknowledged(2_000);

        kafka.stop();
        long mostBytes = 0;
        long over = System.nanoTime() + outage.toNanos();
        while (System.nanoTime() < over) {
            mostBytes = Math.max(mostBytes, (long) metric(gateway, "bytes_in_flight"));
            LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
        }
        kafka.goOn();
        int before = fleet.acknowledged.size();
        fleet.awaitAcknowledged(before + 2_000);
        fleet.finish();

        assertThat(fleet.slowestPing.get()).isLessThan(Duration.ofSeconds(1).toNanos());
        assertThat(mostBytes).isPositive().isLessThan(InFlight.Limits.DEFAULT.bytes());
        assertThat(fleet.endings.get()).as("closed unacknowledged").isPositive();
        Set<String> kept = new HashSet<>();
        log.frames()
                .forEach(
                        frame ->
                                kept.add(
                                        frame.device()
                                                + " "
                                                + new String(
                                                        frame.payload().toByteArray(),
                                                        StandardCharsets.UTF_8)));
        assertThat(kept).containsAll(fleet.acknowledged);
        assertThat(metric(gateway, "frames_received_total{input=\"mqtt\"}"))
                .isEqualTo(
                        metric(gateway, "frames_appended_total{input=\"mqtt\"}")
                                + metric(gateway, "frames_refused_total{input=\"mqtt\"")
                                + metric(gateway, "frames_in_flight"));
        assertThat(longestGapOfTicks(log)).isGreaterThan(outage.toMillis() - 3_000);
    }

    /** Devices that publish one frame after another and send again what was not acknowledged. */
    private static final class Fleet {
        private final Gateway gateway;
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final List<Future<?>> running = new ArrayList<>();
        private final AtomicBoolean finishing = new AtomicBoolean();
        private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        private final AtomicInteger endings = new AtomicInteger();
        private final AtomicLong slowestPing = new AtomicLong();

        Fleet(Gateway gateway) {
            this.gateway = gateway;
        }

        void start() {
            for (int i = 0; i < DEVICES; i++) {
                String device = "d-" + i;
                running.add(threads.submit(() -> publish(device)));
            }
            running.add(threads.submit(this::ping));
        }

        private Void publish(String device) throws IOException {
            int frame = 0;
            while (!finishing.get()) {
                try (PlainClient client = PlainClient.connected(gateway.mqttAddress(), device)) {
                    frame = publish(client, device, frame);
                }
                endings.addAndGet(finishing.get() ? 0 : 1);
            }
            return null;
        }

        /** Returns the first frame that was not acknowledged when the connection ended. */
        private int publish(PlainClient client, String device, int first) throws IOException {
            int frame = first;
            while (!finishing.get()) {
                client.send(Packets.publish3("v1/frames", 1 + frame % 65_535, "n " + frame));
                if (client.read().length == 0) {
                    return frame;
                }
                acknowledged.add(device + " n " + frame);
                frame++;
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
            return frame;
        }

        /** Pings on a connection whose publish is waiting, as often as it is ended. */
        private Void ping() throws IOException {
            while (!finishing.get()) {
                try (PlainClient client = PlainClient.connected(gateway.mqttAddress(), "d-0")) {
                    client.send(Packets.publish3("v1/frames", 1, "waits"));
                    boolean open = true;
                    while (open && !finishing.get()) {
                        long sent = System.nanoTime();
                        client.send(Packets.ping());
                        byte[] answer = client.read();
                        while (answer.length > 0 && answer[0] == 0x40) {
                            answer = client.read();
                        }
                        open = answer.length > 0;
                        if (open) {
                            long took = System.nanoTime() - sent;
                            slowestPing.accumulateAndGet(took, Math::max);
                        }
                        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
                    }
                } catch (IOException ended) {
                    // it was ended while the ping was being written: connect again
                }
            }
            return null;
        }

        void awaitAcknowledged(int count) {
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (acknowledged.size() < count) {
                assertThat(System.nanoTime())
                        .as("acknowledged %s of %s", acknowledged.size(), count)
                        .isLessThan(deadline);
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }

        void finish() throws Exception {
            finishing.set(true);
            for (Future<?> each : running) {
                each.get();
            }
            threads.close();
        }
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
