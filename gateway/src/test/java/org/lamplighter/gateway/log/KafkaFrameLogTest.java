// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lamplighter.gateway.ManualNanos;
import org.lamplighter.gateway.intake.AppendResult;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.FrameId;
import org.lamplighter.reading.Payload;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

@Timeout(60)
class KafkaFrameLogTest {
    private final ManualNanos nanos = new ManualNanos();
    private final HoldingProducer producer = new HoldingProducer();
    private final BlockingQueue<AppendResult> results = new LinkedBlockingQueue<>();

    @Test
    void sendsWhatHasWaitedTenSecondsAndGivesUpWhatHasWaitedLonger() throws Exception {
        assertThat(KafkaConfig.DEFAULT.deliveryTimeout()).isEqualTo(Duration.ofSeconds(10));
        try (KafkaFrameLog log = KafkaFrameLog.start(KafkaConfig.DEFAULT, producer, nanos)) {
            log.append(frame(1), result -> {});
            assertThat(producer.held.await(30, TimeUnit.SECONDS)).isTrue();
            log.append(frame(2), results::add);
            nanos.advance(Duration.ofNanos(1));
            log.append(frame(3), results::add);
            nanos.advance(Duration.ofSeconds(10));
            producer.goOn.countDown();

            assertThat(results.poll(30, TimeUnit.SECONDS))
                    .isEqualTo(new AppendResult.Unavailable("waited too long to be sent"));
            assertThat(results.poll(30, TimeUnit.SECONDS))
                    .isInstanceOf(AppendResult.Appended.class);
        }
        assertThat(producer.history()).as("the first and the third").hasSize(2);
    }

    @Test
    void holdsFramesOf128MiBForTenSecondsByDefault() {
        ProducerConfig config = producerConfig();

        assertThat(config.getLong("buffer.memory")).isEqualTo(128 << 20);
        assertThat(config.getInt("delivery.timeout.ms")).isEqualTo(10_000);
        assertThat(config.getLong("max.block.ms")).isEqualTo(2_000);
    }

    @Test
    void aBatchGrowsUntilTheOneBeforeItIsAnswered() {
        assertThat(producerConfig().getInt("max.in.flight.requests.per.connection")).isEqualTo(1);
    }

    private static ProducerConfig producerConfig() {
        Map<String, Object> settings = new HashMap<>(KafkaFrameLog.settings(KafkaConfig.DEFAULT));
        settings.put("key.serializer", StringSerializer.class);
        settings.put("value.serializer", ByteArraySerializer.class);
        return new ProducerConfig(settings);
    }

    private static Frame frame(long n) {
        return new Frame(
                new FrameId("gw1", n),
                new DeviceId("cover-1"),
                "/gw1/mqtt",
                "v1/frames",
                Payload.copyOf(new byte[] {1}));
    }

    /** A producer that takes its first record when it is told to. */
    private static final class HoldingProducer extends MockProducer<String, byte[]> {
        private final CountDownLatch held = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        HoldingProducer() {
            super(true, null, new StringSerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(
                ProducerRecord<String, byte[]> record, Callback callback) {
            held.countDown();
            try {
                if (!goOn.await(30, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("never told to go on");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return super.send(record, callback);
        }
    }
}
