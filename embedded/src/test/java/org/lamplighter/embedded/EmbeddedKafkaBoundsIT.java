// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;

/** What the broker keeps, at each limit and one past it. */
@Timeout(120)
final class EmbeddedKafkaBoundsIT {
    private static final int MIB = 1 << 20;

    /** What a batch of one record without a key has besides a value of 8 KiB to 1 MiB. */
    private static final int BATCH_OVERHEAD = 72;

    @TempDir private Path directory;

    @Test
    void takesABatchOfOneMebibyteAndNoByteMore() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
                Producer<byte[], byte[]> producer = producer(kafka)) {
            create(kafka, "batches");

            append(producer, "batches", MIB);

            assertThatThrownBy(() -> append(producer, "batches", MIB + 1))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(RecordTooLargeException.class);
            assertThat(sizeOf(kafka, "batches")).isEqualTo(MIB);
        }
    }

    /**
     * Three mebibytes are to be kept in segments of one: while there are less than four, no segment
     * can go.
     */
    @Test
    void deletesTheOldestSegmentOfAPartitionThatKeepsEnoughWithoutIt() throws Exception {
        Map<String, String> small =
                Map.of(
                        "log.retention.bytes",
                        Integer.toString(3 * MIB),
                        "log.segment.bytes",
                        Integer.toString(MIB),
                        "log.retention.check.interval.ms",
                        "50",
                        "log.initial.task.delay.ms",
                        "0");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0, small);
                Producer<byte[], byte[]> producer = producer(kafka)) {
            create(kafka, "limit", "past");
            for (int i = 0; i < 15; i++) {
                append(producer, "limit", MIB / 4);
                append(producer, "past", MIB / 4);
            }
            assertThat(sizeOf(kafka, "limit")).isEqualTo(4L * MIB - MIB / 4);

            append(producer, "past", MIB / 4);
            awaitStart(kafka, "past", 4);
            // once more, so that the broker has looked at all partitions in between
            for (int i = 0; i < 4; i++) {
                append(producer, "past", MIB / 4);
            }
            awaitStart(kafka, "past", 8);

            assertThat(startOf(kafka, "limit")).as("nothing is deleted at the limit").isZero();
        }
    }

    @Test
    void keeps20GiBOfAPartitionByDefault() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
                Admin admin = admin(kafka)) {
            ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "1");
            Config config =
                    admin.describeConfigs(List.of(broker)).all().get().values().iterator().next();

            assertThat(valueOf(config, "log.retention.bytes")).isEqualTo(20L << 30);
            assertThat(valueOf(config, "log.segment.bytes")).isEqualTo(1 << 30);
            assertThat(valueOf(config, "message.max.bytes")).isEqualTo(MIB);
            assertThat(valueOf(config, "log.cleaner.dedupe.buffer.size")).isEqualTo(16 * MIB);
        }
    }

    private static long valueOf(Config config, String name) {
        return Long.parseLong(config.get(name).value());
    }

    private static void create(EmbeddedKafka kafka, String... topics) throws Exception {
        try (Admin admin = admin(kafka)) {
            List<NewTopic> all =
                    Arrays.stream(topics).map(name -> new NewTopic(name, 1, (short) 1)).toList();
            admin.createTopics(all).all().get();
        }
    }

    private static void append(Producer<byte[], byte[]> producer, String topic, int batch)
            throws Exception {
        byte[] value = new byte[batch - BATCH_OVERHEAD];
        producer.send(new ProducerRecord<>(topic, value)).get();
    }

    private static long sizeOf(EmbeddedKafka kafka, String topic) throws Exception {
        try (Admin admin = admin(kafka)) {
            return admin.describeLogDirs(List.of(1)).allDescriptions().get().values().stream()
                    .flatMap(directories -> directories.values().stream())
                    .flatMap(directory -> directory.replicaInfos().entrySet().stream())
                    .filter(each -> each.getKey().topic().equals(topic))
                    .mapToLong(each -> each.getValue().size())
                    .sum();
        }
    }

    private static void awaitStart(EmbeddedKafka kafka, String topic, long offset)
            throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (startOf(kafka, topic) != offset) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private static long startOf(EmbeddedKafka kafka, String topic) throws Exception {
        try (Admin admin = admin(kafka)) {
            TopicPartition partition = new TopicPartition(topic, 0);
            return admin.listOffsets(Map.of(partition, OffsetSpec.earliest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        }
    }

    private static Admin admin(EmbeddedKafka kafka) {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    private static Producer<byte[], byte[]> producer(EmbeddedKafka kafka) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "max.request.size",
                        Integer.toString(2 * MIB)),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
