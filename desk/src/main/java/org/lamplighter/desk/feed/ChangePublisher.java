// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.feed;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.part.KafkaClients;
import org.lamplighter.log.Change;
import org.lamplighter.log.FrameRecords;
import org.lamplighter.log.Topic;
import org.lamplighter.registry.Device;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Writes changes to the log: to the compacted topic of their kind for who starts, and into {@code
 * frames} for who reads on. For one thread.
 */
final class ChangePublisher implements AutoCloseable {
    /**
     * On every record of a compacted topic: a tombstone has no value that could tell its version.
     */
    static final String VERSION_HEADER = "version";

    private static final int BATCH_BYTES = 256 * 1024;

    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(30);

    /** Lets Kafka's partitioner choose by the key, as it does for the device's frames. */
    private static final @Nullable Integer BY_KEY = null;

    private static final byte @Nullable [] NO_KEY = null;

    private final Producer<byte[], byte[]> producer;
    private final String prefix;

    ChangePublisher(DeskConfig.Kafka kafka) {
        this.producer =
                new KafkaProducer<>(
                        settings(kafka), new ByteArraySerializer(), new ByteArraySerializer());
        this.prefix = kafka.topicPrefix();
    }

    static Map<String, Object> settings(DeskConfig.Kafka kafka) {
        Map<String, Object> settings = KafkaClients.settings(kafka, "lamplighter-desk-feed");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // one request at a time: the first one to a topic made just now may be refused while the
        // next is taken, and then
        // the broker waits for sequence numbers that never come until the delivery timeout
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        // a fleet's import is a hundred thousand changes, and each append is flushed to the disk
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY_TIMEOUT.toMillis());
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        return settings;
    }

    /**
     * Returns once the log has all of them.
     *
     * @throws KafkaException if it does not take one; then none may be marked as sent, and all are
     *     to be sent again
     */
    void publish(List<UnsentChange> changes) throws InterruptedException {
        int framePartitions = producer.partitionsFor(Topic.FRAMES.name(prefix)).size();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (UnsentChange unsent : changes) {
            for (ProducerRecord<byte[], byte[]> record :
                    records(unsent.change(), prefix, framePartitions)) {
                sent.add(producer.send(record));
            }
        }
        producer.flush();
        for (Future<RecordMetadata> one : sent) {
            try {
                one.get();
            } catch (ExecutionException e) {
                throw new KafkaException(
                        "the log did not take a change of the registry: " + e.getMessage(), e);
            }
        }
    }

    /** All the records of one change. */
    static List<ProducerRecord<byte[], byte[]>> records(
            Change change, String prefix, int framePartitions) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        byte[] key = utf8(change.key());
        // a tombstone where it is gone
        byte @Nullable [] value =
                switch (change.effect()) {
                    case Change.Effect.Put put -> change.toJson();
                    case Change.Effect.Delete delete -> null;
                };
        records.add(
                new ProducerRecord<byte[], byte[]>(
                        change.kind().topic().name(prefix),
                        BY_KEY,
                        key,
                        value,
                        List.of(header(VERSION_HEADER, Long.toString(change.version())))));
        String frames = Topic.FRAMES.name(prefix);
        byte[] logged = withoutCredentials(change).toJson();
        List<Header> headers =
                List.of(
                        header(FrameRecords.SPEC_VERSION, "1.0"),
                        header(FrameRecords.ID, "change-" + change.version()),
                        header(FrameRecords.SOURCE, "/desk"),
                        header(FrameRecords.TYPE, FrameRecords.CHANGE_TYPE));
        switch (change.kind()) {
            case DEVICE -> {
                for (String home : change.homes()) {
                    records.add(
                            new ProducerRecord<byte[], byte[]>(
                                    frames, BY_KEY, utf8(home), logged, headers));
                }
            }
            case PROFILE, RULES, MUTE -> {
                for (int partition = 0; partition < framePartitions; partition++) {
                    records.add(
                            new ProducerRecord<byte[], byte[]>(
                                    frames, partition, NO_KEY, logged, headers));
                }
            }
        }
        return records;
    }

    /** Many may read {@code frames}; who authenticates devices reads {@code devices}. */
    private static Change withoutCredentials(Change change) {
        return switch (change.effect()) {
            case Change.Effect.Put put when change.kind() == Change.Kind.DEVICE -> {
                Device device = Device.parse(put.body()).withoutCredentials();
                yield new Change(
                        change.kind(),
                        change.key(),
                        change.version(),
                        new Change.Effect.Put(device.toJson()));
            }
            case Change.Effect.Put put -> change;
            case Change.Effect.Delete delete -> change;
        };
    }

    private static RecordHeader header(String name, String value) {
        return new RecordHeader(name, utf8(value));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
