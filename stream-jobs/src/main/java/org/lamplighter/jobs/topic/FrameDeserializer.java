// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.topic;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.lamplighter.jobs.lane.LogItem;
import org.lamplighter.jobs.lane.PlainType;
import org.lamplighter.log.FrameRecords;
import org.lamplighter.reading.Payload;

import java.nio.charset.StandardCharsets;

/**
 * Records of {@code frames} as log items. Total: a record that no part of this system wrote is a
 * foreign item.
 */
public final class FrameDeserializer implements KafkaRecordDeserializationSchema<LogItem> {
    private static final Payload NOTHING = Payload.wrap(new byte[0]);

    @Override
    @SuppressWarnings(
            "NullAway") // Kafka leaves key and value of a record null where they are absent
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<LogItem> out) {
        String id = "";
        String source = "";
        String channel = "";
        String type = "";
        for (Header header : record.headers()) {
            switch (header.key()) {
                case FrameRecords.ID -> id = text(header.value());
                case FrameRecords.SOURCE -> source = text(header.value());
                case FrameRecords.CHANNEL -> channel = text(header.value());
                case FrameRecords.TYPE -> type = text(header.value());
                default -> {}
            }
        }
        out.collect(
                new LogItem(
                        LogItem.NO_LANE,
                        record.partition(),
                        record.offset(),
                        record.timestamp(),
                        kind(type),
                        record.key() == null ? "" : text(record.key()),
                        id,
                        source,
                        channel,
                        record.value() == null ? NOTHING : Payload.wrap(record.value())));
    }

    @Override
    public TypeInformation<LogItem> getProducedType() {
        return PlainType.LOG_ITEM;
    }

    private static LogItem.Kind kind(String type) {
        return switch (type) {
            case FrameRecords.FRAME_TYPE -> LogItem.Kind.FRAME;
            case FrameRecords.TICK_TYPE -> LogItem.Kind.TICK;
            case FrameRecords.CHANGE_TYPE -> LogItem.Kind.CHANGE;
            default -> LogItem.Kind.FOREIGN;
        };
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
