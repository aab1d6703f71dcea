// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.lamplighter.log.Header;
import org.lamplighter.log.Topic;
import org.lamplighter.reading.Payload;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@link TopicRecord} on Flink's edges. Never part of a checkpoint. */
public final class TopicRecordSerializer extends PlainSerializer<TopicRecord> {
    @Override
    public void serialize(TopicRecord topicRecord, DataOutputView out) throws IOException {
        LogItemCodec.writeText(topicRecord.topic().name(), out);
        out.writeInt(topicRecord.partition());
        LogItemCodec.writeText(topicRecord.key(), out);
        LogItemCodec.writePayload(topicRecord.value(), out);
        out.writeByte(topicRecord.headers().size());
        for (Header header : topicRecord.headers()) {
            LogItemCodec.writeText(header.name(), out);
            LogItemCodec.writeText(header.value(), out);
        }
    }

    @Override
    public TopicRecord deserialize(DataInputView in) throws IOException {
        Topic topic = Topic.valueOf(LogItemCodec.readText(in));
        int partition = in.readInt();
        String key = LogItemCodec.readText(in);
        Payload value = LogItemCodec.readPayload(in);
        int count = in.readByte();
        List<Header> headers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            headers.add(new Header(LogItemCodec.readText(in), LogItemCodec.readText(in)));
        }
        return new TopicRecord(topic, partition, key, value, headers);
    }
}
