// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.lamplighter.gateway.identity.KnownDevices;
import org.lamplighter.log.FrameRecords;
import org.lamplighter.log.Topic;
import org.lamplighter.reading.Frame;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;

/** The topics of a real broker, as the desk would make and fill them. */
final class LogUnderTest implements AutoCloseable {
    static final int PARTITIONS = 4;

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    private final String bootstrap;
    private final Producer<String, byte[]> registry;
    private long version;

    LogUnderTest(String bootstrap) {
        this.bootstrap = bootstrap;
        this.registry =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrap, "linger.ms", "0"),
                        new StringSerializer(),
                        new ByteArraySerializer());
    }

    void createTopics(Topic... topics) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            List<NewTopic> all = Arrays.stream(topics).map(LogUnderTest::newTopic).toList();
            admin.createTopics(all).all().get();
        }
    }

    private static NewTopic newTopic(Topic topic) {
        Map<String, String> settings = new HashMap<>(topic.settings());
        settings.put(
                "cleanup.policy", topic.cleanup() == Topic.Cleanup.COMPACT ? "compact" : "delete");
        return new NewTopic(topic.name(""), topic.partitions(PARTITIONS), (short) 1)
                .configs(settings);
    }

    /**
     * Registers devices, each with the token {@code secret-<id>}, and returns once that is kept.
     */
    void register(String... ids) throws InterruptedException, ExecutionException {
        for (String id : ids) {
            byte[] json =
                    KnownDevices.deviceChange(
                                    id,
                                    "generic-manhole-cover",
                                    ++version,
                                    false,
                                    KnownDevices.tokenOf(id))
                            .toJson();
            put(Topic.DEVICES, id, json);
        }
        registry.flush();
    }

    void put(Topic topic, String key, byte @Nullable [] value)
            throws InterruptedException, ExecutionException {
        registry.send(new ProducerRecord<>(topic.name(""), key, value)).get();
    }

    /** Every frame that is in the log now. */
    List<Frame> frames() {
        List<Frame> frames = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> each : records(isOfType(FrameRecords.FRAME_TYPE))) {
            Map<String, String> headers = new HashMap<>();
            for (Header header : each.headers()) {
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
            frames.add(FrameRecords.parse(each.key(), headers, each.value()));
        }
        return frames;
    }

    /** Every record of {@code frames} that is in the log now and fits. */
    List<ConsumerRecord<String, byte[]>> records(Predicate<ConsumerRecord<String, byte[]>> wanted) {
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        try (Consumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", bootstrap),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (int p = 0; p < PARTITIONS; p++) {
                partitions.add(new TopicPartition(Topic.FRAMES.name(""), p));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, LONG_ENOUGH);
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<String, byte[]> each : consumer.poll(Duration.ofMillis(100))) {
                    if (wanted.test(each)) {
                        found.add(each);
                    }
                }
            }
        }
        return found;
    }

    static Predicate<ConsumerRecord<String, byte[]>> isOfType(String type) {
        byte[] expected = type.getBytes(StandardCharsets.UTF_8);
        return each -> {
            Header header = each.headers().lastHeader(FrameRecords.TYPE);
            return header != null && Arrays.equals(header.value(), expected);
        };
    }

    @Override
    public void close() {
        registry.close(Duration.ofSeconds(1));
    }
}
