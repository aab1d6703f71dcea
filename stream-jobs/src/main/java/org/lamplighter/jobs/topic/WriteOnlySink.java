// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.topic;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.kafka.sink.KafkaSink;

import java.io.IOException;

/**
 * A Kafka sink's writer without its committer. A sink that is at least once has nothing to commit,
 * and an idle committer behind each writer costs two tasks and a warning at every checkpoint.
 */
final class WriteOnlySink<T> implements Sink<T> {
    private final KafkaSink<T> sink;

    WriteOnlySink(KafkaSink<T> sink) {
        this.sink = sink;
    }

    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) throws IOException {
        return sink.createWriter(context);
    }
}
