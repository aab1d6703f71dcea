// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.embedded.EmbeddedKafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

final class KafkaEdgesIT {
    private static final int BATCH = 64 << 10;

    @Test
    void aProducerHolds16MebibytesAndThenMakesItsCallerWait(@TempDir Path directory)
            throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
        KafkaTopics topics = new KafkaTopics(kafka.bootstrapServers(), "", Map.of());
        Properties properties = KafkaEdges.producer(topics, Haste.IN_BULK);
        // the product's waits for a minute; this test has seen enough sooner
        properties.setProperty("max.block.ms", "500");
        // a client that finds no broker at all begins anew, and then knows no topic to collect for
        properties.setProperty("metadata.recovery.strategy", "none");
        try (Admin admin = Admin.create(topics.clientProperties())) {
            admin.createTopics(List.of(new NewTopic("t", Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        properties, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            awaitMetadata(producer);
            kafka.close();
            // each takes a batch of its own, since two do not fit into one
            ProducerRecord<byte[], byte[]> large = new ProducerRecord<>("t", new byte[BATCH / 2]);
            for (int batch = 0; batch < (16 << 20) / BATCH; batch++) {
                assertThat(producer.send(large)).isNotDone();
            }

            assertThatThrownBy(() -> producer.send(large).get())
                    .hasRootCauseInstanceOf(BufferExhaustedException.class);
        } finally {
            producer.close(Duration.ZERO);
        }
    }

    private static void awaitMetadata(KafkaProducer<byte[], byte[]> producer) {
        for (int tries = 1; ; tries++) {
            try {
                assertThat(producer.partitionsFor("t")).hasSize(1);
                return;
            } catch (TimeoutException notYet) {
                assertThat(tries).as("tries to find the topic").isLessThan(60);
            }
        }
    }
}
