// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.log;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.lamplighter.gateway.event.GatewayEvent;
import org.lamplighter.gateway.event.GatewayEvents;
import org.lamplighter.gateway.event.Input;
import org.lamplighter.log.FrameRecords;
import org.lamplighter.log.Tick;
import org.lamplighter.log.Topic;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Writes a tick to every partition of {@code frames} each second, by a producer and a thread of its
 * own.
 *
 * <p>The next tick of a partition is sent only after the last was acknowledged; one that is not
 * acknowledged within {@link #DELIVERY} is dropped. So ticks never pile up, and an outage leaves a
 * gap in the log's times, which is how it is known there.
 */
public final class Ticker implements AutoCloseable {
    static final Duration INTERVAL = Duration.ofSeconds(1);
    static final Duration DELIVERY = Duration.ofSeconds(2);

    private static final List<Header> HEADERS =
            List.of(
                    new RecordHeader(
                            FrameRecords.TYPE,
                            FrameRecords.TICK_TYPE.getBytes(StandardCharsets.UTF_8)));

    private final String gateway;
    private final String topic;
    private final Supplier<Set<Input>> inputsUp;
    private final GatewayEvents events;
    private final Producer<byte[], byte[]> producer;

    /** The partitions whose last tick is not acknowledged: one tick each. */
    private final Set<Integer> unacknowledged = ConcurrentHashMap.newKeySet();

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("ticker").daemon().factory());

    /** Makes one that does not tick by itself. */
    Ticker(
            String gateway,
            KafkaConfig config,
            Supplier<Set<Input>> inputsUp,
            GatewayEvents events,
            Producer<byte[], byte[]> producer) {
        this.gateway = gateway;
        this.topic = Topic.FRAMES.name(config.topicPrefix());
        this.inputsUp = inputsUp;
        this.events = events;
        this.producer = producer;
    }

    /**
     * Starts ticking.
     *
     * @param inputsUp the inputs through which devices can reach the log now; asked each second
     */
    public static Ticker start(
            String gateway,
            KafkaConfig config,
            Supplier<Set<Input>> inputsUp,
            GatewayEvents events) {
        Producer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        settings(config), new ByteArraySerializer(), new ByteArraySerializer());
        Ticker ticker = new Ticker(gateway, config, inputsUp, events, producer);
        var unused =
                ticker.thread.scheduleAtFixedRate(
                        ticker::tick, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return ticker;
    }

    static Map<String, Object> settings(KafkaConfig config) {
        return Map.ofEntries(
                Map.entry("bootstrap.servers", config.bootstrap()),
                Map.entry("client.id", "lamplighter-gateway-ticks"),
                Map.entry("acks", "all"),
                Map.entry("enable.idempotence", "false"),
                Map.entry("linger.ms", "0"),
                Map.entry("buffer.memory", "1048576"),
                Map.entry("max.block.ms", "900"),
                Map.entry("request.timeout.ms", "1900"),
                Map.entry("delivery.timeout.ms", Long.toString(DELIVERY.toMillis())),
                Map.entry("retries", "0"),
                Map.entry("reconnect.backoff.max.ms", "500"));
    }

    /** Sends one tick to each partition whose last one is settled. */
    void tick() {
        try {
            List<String> inputs = inputsUp.get().stream().map(Input::label).toList();
            byte[] value = new Tick(gateway, inputs).toJson();
            for (PartitionInfo partition : producer.partitionsFor(topic)) {
                if (unacknowledged.add(partition.partition())) {
                    send(partition.partition(), value);
                }
            }
        } catch (RuntimeException e) {
            // a schedule whose task throws is never run again
            events.emit(new GatewayEvent.TickDropped(-1, String.valueOf(e.getMessage())));
        }
    }

    private void send(int partition, byte[] value) {
        try {
            var unused =
                    producer.send(
                            new ProducerRecord<>(topic, partition, (byte[]) null, value, HEADERS),
                            (place, fault) -> settle(partition, fault));
        } catch (RuntimeException e) {
            settle(partition, e);
        }
    }

    private void settle(int partition, @Nullable Exception fault) {
        unacknowledged.remove(partition);
        if (fault != null) {
            events.emit(
                    new GatewayEvent.TickDropped(partition, String.valueOf(fault.getMessage())));
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        producer.close(Duration.ofSeconds(1));
    }
}
