// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.topic;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.lamplighter.jobs.lane.PlainType;
import org.lamplighter.jobs.lane.TopicRecord;
import org.lamplighter.log.Header;
import org.lamplighter.log.Topic;
import org.lamplighter.reading.Payload;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Records of any topic but {@code frames}. A tombstone says nothing to a job and is left out. */
public final class RecordDeserializer implements KafkaRecordDeserializationSchema<TopicRecord> {
    private final Topic topic;

    public RecordDeserializer(Topic topic) {
        this.topic = topic;
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<TopicRecord> out) {
        byte @Nullable [] key = record.key();
        byte @Nullable [] value = record.value();
        if (value != null) {
            List<Header> headers = new ArrayList<>();
            record.headers()
                    .forEach(header -> headers.add(new Header(header.key(), text(header.value()))));
            out.collect(
                    new TopicRecord(
                            topic,
                            record.partition(),
                            key == null ? "" : text(key),
                            Payload.wrap(value),
                            headers));
        }
    }

    @Override
    public TypeInformation<TopicRecord> getProducedType() {
        return PlainType.TOPIC_RECORD;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
