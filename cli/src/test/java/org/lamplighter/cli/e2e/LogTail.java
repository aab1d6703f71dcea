// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.lamplighter.cli.up.Ports;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads what is appended to a topic from now on. Not thread-safe. */
final class LogTail implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final KafkaConsumer<byte[], byte[]> consumer;

    private LogTail(KafkaConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    static LogTail fromNow(Ports ports, String topic) {
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", "127.0.0.1:" + ports.kafka()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        List<TopicPartition> partitions =
                consumer.partitionsFor(topic).stream()
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        return new LogTail(consumer);
    }

    /** The first answer that a new record gives. */
    <T> T await(Function<ConsumerRecord<byte[], byte[]>, Optional<T>> question) {
        long deadline = System.nanoTime() + BOUND.toNanos();
        while (System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(100))) {
                Optional<T> answer = question.apply(each);
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
        }
        assertThat(false).as("a record that was waited for within %s", BOUND).isTrue();
        throw new AssertionError();
    }

    static String header(ConsumerRecord<byte[], byte[]> of, String name) {
        Header header = of.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
