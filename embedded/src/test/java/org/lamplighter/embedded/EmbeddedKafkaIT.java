// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

final class EmbeddedKafkaIT {
    @TempDir Path directory;

    @Test
    void keepsARecordOverAStopAndAStart() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            try (Admin admin =
                    Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1))).all().get();
            }
            append(kafka, "kept", "first");
        }

        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            append(kafka, "kept", "second");

            assertThat(read(kafka, "kept", 2)).containsExactly("first", "second");
        }
    }

    @Test
    void saysInOneSentenceThatItsDirectoryIsCorrupt() throws Exception {
        EmbeddedKafka.start(directory, 0).close();
        Files.delete(directory.resolve("log/meta.properties"));

        Assertions.assertThatThrownBy(() -> EmbeddedKafka.start(directory, 0))
                .hasMessage(
                        "Kafka's directory "
                                + directory
                                + " is corrupt: meta.properties is missing beside its data; restore"
                                + " it from a copy or move the directory away and start again");
    }

    private static void append(EmbeddedKafka kafka, String topic, String value) throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all"),
                        new StringSerializer(),
                        new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    private static List<String> read(EmbeddedKafka kafka, String topic, int expected) {
        List<String> values = new java.util.ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                kafka.bootstrapServers(),
                                "auto.offset.reset",
                                "earliest"),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            for (int polls = 0; polls < 100 && values.size() < expected; polls++) {
                consumer.poll(Duration.ofMillis(100)).forEach(r -> values.add(r.value()));
            }
        }
        return values;
    }
}
