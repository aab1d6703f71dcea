// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.topic;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.lamplighter.jobs.lane.TopicRecord;
import org.lamplighter.log.Topic;

import java.util.Properties;

/** The jobs' Kafka sources and sinks. Stateless. */
public final class KafkaEdges {
    /** What a producer may hold before it makes the job wait: {@value} bytes. */
    static final long PRODUCER_BUFFER_BYTES = 16L << 20;

    private KafkaEdges() {}

    /** Reads a topic from a checkpoint's offsets, without one from the earliest. */
    public static <T> KafkaSource<T> source(
            KafkaTopics topics,
            Topic topic,
            Haste haste,
            String group,
            KafkaRecordDeserializationSchema<T> deserializer) {
        Properties properties = topics.clientProperties();
        haste.tellConsumer(properties);
        properties.setProperty(KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(), "-1");
        // the offsets that count are the checkpoint's; a second copy at the broker would only
        // mislead
        properties.setProperty(KafkaSourceOptions.COMMIT_OFFSETS_ON_CHECKPOINT.key(), "false");
        return KafkaSource.<T>builder()
                .setProperties(properties)
                .setTopics(topics.name(topic))
                .setGroupId(topics.prefix() + group)
                .setClientIdPrefix(topics.prefix() + group + "-" + topic.name(""))
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(deserializer)
                .build();
    }

    /** Writes to all topics, at least once; it flushes at each checkpoint. */
    public static Sink<TopicRecord> sink(KafkaTopics topics, Haste haste) {
        return new WriteOnlySink<>(
                KafkaSink.<TopicRecord>builder()
                        .setKafkaProducerConfig(producer(topics, haste))
                        .setBootstrapServers(topics.bootstrapServers())
                        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                        .setRecordSerializer(new RecordSerializer(topics.prefix()))
                        .build());
    }

    /** How a producer of these sinks is set up. */
    static Properties producer(KafkaTopics topics, Haste haste) {
        Properties properties = topics.clientProperties();
        properties.setProperty("acks", "all");
        properties.setProperty("enable.idempotence", "true");
        haste.tellProducer(properties);
        properties.setProperty("batch.size", Integer.toString(64 << 10));
        properties.setProperty("buffer.memory", Long.toString(PRODUCER_BUFFER_BYTES));
        return properties;
    }
}
