// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.identity;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.lamplighter.gateway.event.GatewayEvents;
import org.lamplighter.gateway.log.KafkaConfig;
import org.lamplighter.log.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Reads the registry's compacted topics from their beginning, for ever, on one thread of its own.
 *
 * <p>The directory is complete once the ends that were seen at the start are reached. A broker that
 * is away is waited for; what was read before stays in force.
 */
public final class RegistryFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryFeed.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration BROKER_ANSWER = Duration.ofSeconds(5);
    private static final long RETRY_MILLIS = 500;

    private final Map<String, Object> settings;
    private final Map<String, Topic> topics;
    private final DeviceDirectory devices;
    private final RegistryChanges changes;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicReference<@Nullable Consumer<?, ?>> reading = new AtomicReference<>();
    private final Thread thread;

    private RegistryFeed(KafkaConfig kafka, DeviceDirectory devices, RegistryChanges changes) {
        this.settings =
                Map.of(
                        "bootstrap.servers", kafka.bootstrap(),
                        "client.id", "lamplighter-gateway-registry",
                        "enable.auto.commit", "false",
                        "allow.auto.create.topics", "false",
                        "auto.offset.reset", "earliest",
                        "isolation.level", "read_committed",
                        "fetch.max.wait.ms", "100",
                        "reconnect.backoff.max.ms", "1000");
        String topicPrefix = kafka.topicPrefix();
        this.topics =
                Map.of(
                        Topic.DEVICES.name(topicPrefix), Topic.DEVICES,
                        Topic.PROFILES.name(topicPrefix), Topic.PROFILES);
        this.devices = devices;
        this.changes = changes;
        this.thread = Thread.ofPlatform().name("registry-feed").daemon().unstarted(this::run);
    }

    /** Starts reading. */
    public static RegistryFeed start(
            KafkaConfig kafka, DeviceDirectory devices, TopicRules topics, GatewayEvents events) {
        RegistryChanges changes = new RegistryChanges(devices, topics, events);
        RegistryFeed feed = new RegistryFeed(kafka, devices, changes);
        feed.thread.start();
        return feed;
    }

    private void run() {
        while (!isStopped()) {
            try (Consumer<String, byte[]> consumer =
                    new KafkaConsumer<>(
                            settings, new StringDeserializer(), new ByteArrayDeserializer())) {
                reading.set(consumer);
                follow(consumer);
            } catch (WakeupException | InterruptException stopping) {
                return;
            } catch (KafkaException e) {
                LOG.atWarn().setCause(e).log("registry feed broke, it is read again");
                pause();
            } finally {
                reading.set(null);
            }
        }
    }

    private void follow(Consumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = findPartitions(consumer);
        if (isStopped()) {
            return;
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (!isStopped()) {
            for (ConsumerRecord<String, byte[]> each : consumer.poll(POLL)) {
                Topic topic = topics.get(each.topic());
                if (topic != null && each.key() != null) {
                    changes.apply(topic, each.key(), each.value());
                }
            }
            if (!devices.isComplete() && isRead(consumer, ends)) {
                devices.complete();
                LOG.atInfo().addKeyValue("devices", devices.size()).log("registry read");
            }
        }
    }

    private List<TopicPartition> findPartitions(Consumer<String, byte[]> consumer) {
        boolean said = false;
        while (!isStopped()) {
            try {
                List<TopicPartition> found = new ArrayList<>();
                Map<String, ?> existing = consumer.listTopics(BROKER_ANSWER);
                for (String topic : topics.keySet()) {
                    if (existing.containsKey(topic)) {
                        consumer.partitionsFor(topic, BROKER_ANSWER)
                                .forEach(p -> found.add(new TopicPartition(topic, p.partition())));
                    }
                }
                if (existing.keySet().containsAll(topics.keySet())) {
                    return found;
                }
            } catch (org.apache.kafka.common.errors.TimeoutException e) {
                LOG.atDebug().setCause(e).log("broker does not answer");
            }
            if (!said) {
                LOG.atInfo()
                        .addKeyValue("topics", topics.keySet())
                        .log("waiting for the registry's topics, which the desk creates");
                said = true;
            }
            pause();
        }
        return List.of();
    }

    private static boolean isRead(
            Consumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private void pause() {
        try {
            boolean ignored = stopped.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped.countDown();
        }
    }

    /** Stops reading and waits for the thread. */
    @Override
    public void close() {
        stopped.countDown();
        Consumer<?, ?> consumer = reading.get();
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(BROKER_ANSWER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
