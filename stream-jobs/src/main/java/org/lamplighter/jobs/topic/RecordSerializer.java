// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.topic;

import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.lamplighter.jobs.lane.TopicRecord;
import org.lamplighter.log.Header;

import java.nio.charset.StandardCharsets;

/**
 * TopicRecord records as Kafka's. A record that came from a partition of {@code frames} goes to the
 * partition of the same number, so that what a lane puts out stays in its order; the record's
 * timestamp is the producer's, since retention counts from when a record was written.
 */
final class RecordSerializer implements KafkaRecordSerializationSchema<TopicRecord> {
    private final String prefix;

    RecordSerializer(String prefix) {
        this.prefix = prefix;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            TopicRecord topicRecord, KafkaSinkContext context, @Nullable Long timestamp) {
        String topic = topicRecord.topic().name(prefix);
        RecordHeaders headers = new RecordHeaders();
        for (Header header : topicRecord.headers()) {
            headers.add(header.name(), header.value().getBytes(StandardCharsets.UTF_8));
        }
        return new ProducerRecord<>(
                topic,
                partition(topicRecord, context.getPartitionsForTopic(topic).length),
                null,
                topicRecord.key().getBytes(StandardCharsets.UTF_8),
                topicRecord.value().toByteArray(),
                headers);
    }

    private static @Nullable Integer partition(TopicRecord topicRecord, int partitions) {
        return topicRecord.partition() == TopicRecord.BY_KEY
                ? null
                : topicRecord.partition() % partitions;
    }
}
