// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.testing;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.part.KafkaClients;
import org.lamplighter.log.Topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Reads whole topics from their beginning, in the order of each partition. */
public final class TopicReader implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<ConsumerRecord<byte[], byte[]>> seen = new ArrayList<>();

    public TopicReader(DeskConfig.Kafka kafka, Topic topic) {
        Map<String, Object> settings = new HashMap<>(KafkaClients.settings(kafka, "test-reader"));
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions =
                consumer.partitionsFor(topic.name(kafka.topicPrefix())).stream()
                        .map(
                                partition ->
                                        new TopicPartition(
                                                partition.topic(), partition.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads on until {@code enough} holds of everything read so far. */
    public List<ConsumerRecord<byte[], byte[]>> until(
            String what, Duration bound, Predicate<List<ConsumerRecord<byte[], byte[]>>> enough)
            throws Exception {
        Await.until(
                what,
                bound,
                () -> {
                    poll();
                    return enough.test(seen);
                });
        return List.copyOf(seen);
    }

    private void poll() {
        consumer.poll(Duration.ofMillis(20)).forEach(seen::add);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
