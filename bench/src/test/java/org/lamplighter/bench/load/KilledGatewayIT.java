// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.embedded.EmbeddedKafka;
import org.lamplighter.log.Topic;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** P1: a gateway that is killed and started again under load has lost nothing it acknowledged. */
@Timeout(180)
class KilledGatewayIT {
    private static final int DEVICES = 50;
    private static final long FRAMES = 10_000;
    private static final Duration KILLED_AFTER = Duration.ofSeconds(3);
    private static final Duration AWAY = Duration.ofSeconds(10);

    @TempDir private Path directory;

    @Test
    void theLoadGoesOnAndEndsWithEveryFrameAcknowledgedAndKept() throws Exception {
        Path file = directory.resolve("ledger.jsonl");
        LoadReport report;
        Map<String, Set<String>> kept;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String bootstrap = kafka.bootstrapServers();
            Target.provision(bootstrap, DEVICES);
            try (GatewayProcess first = GatewayProcess.start(bootstrap, 0);
                    Ledger ledger = Ledger.open(file)) {
                Future<GatewayProcess> second =
                        threads.submit(() -> killAndStartAgain(first, bootstrap));
                report =
                        LoadRun.run(
                                plan(first.port()),
                                Map.of("gateway", first.pid()),
                                Optional.of(ledger),
                                1);
                second.get().close();
            }
            kept = payloadsOfEachFrame(bootstrap);
        }

        System.out.println(report.toText());
        assertThat(report.acknowledged()).isEqualTo(FRAMES);
        assertThat(report.sent()).isEqualTo(FRAMES);
        assertThat(report.unanswered()).isZero();
        assertThat(report.failed()).isZero();
        assertThat(report.lost()).isGreaterThanOrEqualTo(DEVICES);
        assertThat(Duration.ofNanos(report.latencies().getMaxValue())).isGreaterThan(AWAY);
        assertThat(report.cpuMicros()).containsOnlyKeys("generator");
        Set<String> acknowledged = new TreeSet<>();
        for (Ledger.Entry entry : Ledger.read(file)) {
            if (entry.event() == Ledger.Event.ACK) {
                acknowledged.add(frame(entry.device(), entry.sequence()));
            }
        }
        assertThat(acknowledged).hasSize((int) FRAMES);
        assertThat(kept.keySet()).containsAll(acknowledged);
        assertThat(kept.values())
                .as("sent again with the same bytes")
                .allMatch(it -> it.size() == 1);
    }

    private static GatewayProcess killAndStartAgain(GatewayProcess gateway, String bootstrap)
            throws Exception {
        CompletableFuture.runAsync(() -> {}, after(KILLED_AFTER)).get();
        gateway.kill();
        CompletableFuture.runAsync(() -> {}, after(AWAY)).get();
        return GatewayProcess.start(bootstrap, gateway.port());
    }

    private static Executor after(Duration delay) {
        return CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static LoadPlan plan(int port) {
        return LoadPlan.of(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        Sender.numbered(DEVICES),
                        new Pace.Open(500),
                        Duration.ofSeconds(90),
                        PayloadTemplate.parse("{\"seq\":{seq},\"time\":{time}}"))
                .withFrames(FRAMES);
    }

    private static String frame(String device, long sequence) {
        return device + " " + sequence;
    }

    /** The different payloads in the log, by device and sequence number. */
    private static Map<String, Set<String>> payloadsOfEachFrame(String bootstrap) {
        Map<String, Set<String>> payloads = new TreeMap<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", bootstrap),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(Topic.FRAMES.name("")).stream()
                            .map(it -> new TopicPartition(it.topic(), it.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(it -> consumer.position(it) < ends.getOrDefault(it, 0L))) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(
                                it -> {
                                    if (it.key() != null) {
                                        String payload =
                                                new String(it.value(), StandardCharsets.UTF_8);
                                        payloads.computeIfAbsent(
                                                        frame(it.key(), sequence(payload)),
                                                        key -> new TreeSet<>())
                                                .add(payload);
                                    }
                                });
            }
        }
        return payloads;
    }

    private static long sequence(String payload) {
        return Long.parseLong(payload.substring(payload.indexOf(':') + 1, payload.indexOf(',')));
    }
}
