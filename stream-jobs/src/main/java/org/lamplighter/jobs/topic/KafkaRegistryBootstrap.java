// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.topic;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.lamplighter.jobs.lane.Lane;
import org.lamplighter.jobs.lane.RegistryBootstrap;
import org.lamplighter.jobs.lane.RegistrySnapshot;
import org.lamplighter.log.Change;
import org.lamplighter.log.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Reads the compacted topics of devices, profiles and rules to their ends. */
public final class KafkaRegistryBootstrap implements RegistryBootstrap {
    private static final List<Topic> FEED = List.of(Topic.PROFILES, Topic.RULES, Topic.DEVICES);
    private static final Duration POLL = Duration.ofMillis(200);

    /** How many polls in a row may bring nothing before the end is reached. */
    private static final int MAX_EMPTY_POLLS = 150;

    private static final Logger LOG = LoggerFactory.getLogger(KafkaRegistryBootstrap.class);

    private final KafkaTopics topics;

    public KafkaRegistryBootstrap(KafkaTopics topics) {
        this.topics = topics;
    }

    @Override
    public RegistrySnapshot read(int partitions) {
        Map<String, Change> latest = new HashMap<>();
        Properties properties = topics.clientProperties();
        properties.setProperty("client.id", topics.prefix() + "jobs-registry");
        properties.setProperty("auto.offset.reset", "earliest");
        properties.setProperty("enable.auto.commit", "false");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            readToEnd(consumer, latest);
        } catch (KafkaException e) {
            throw new IllegalStateException(
                    "the registry's topics cannot be read: " + e.getMessage(), e);
        }
        return snapshot(latest, partitions);
    }

    private void readToEnd(KafkaConsumer<byte[], byte[]> consumer, Map<String, Change> latest) {
        List<TopicPartition> assigned = new ArrayList<>();
        for (Topic topic : FEED) {
            consumer.partitionsFor(topics.name(topic))
                    .forEach(
                            each ->
                                    assigned.add(
                                            new TopicPartition(each.topic(), each.partition())));
        }
        consumer.assign(assigned);
        consumer.seekToBeginning(assigned);
        Map<TopicPartition, Long> ends = consumer.endOffsets(assigned);
        int empty = 0;
        while (assigned.stream()
                .anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
            var records = consumer.poll(POLL);
            empty = records.isEmpty() ? empty + 1 : 0;
            if (empty > MAX_EMPTY_POLLS) {
                throw new IllegalStateException(
                        "the registry's topics did not come to their ends " + ends);
            }
            records.forEach(record -> apply(record, latest));
        }
    }

    private static void apply(ConsumerRecord<byte[], byte[]> record, Map<String, Change> latest) {
        if (record.key() == null) {
            return;
        }
        String key = record.topic() + '/' + new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
            latest.remove(key);
            return;
        }
        try {
            Change change = Change.parse(record.value());
            switch (change.effect()) {
                case Change.Effect.Put put -> {
                    Change held = latest.get(key);
                    if (held == null || held.version() < change.version()) {
                        latest.put(key, change);
                    }
                }
                case Change.Effect.Delete delete -> latest.remove(key);
            }
        } catch (IllegalArgumentException e) {
            LOG.warn(
                    "Record {} of {} is no change and is left out: {}",
                    record.offset(),
                    record.topic(),
                    e.getMessage());
        }
    }

    private static RegistrySnapshot snapshot(Map<String, Change> latest, int partitions) {
        List<Change> shared = new ArrayList<>();
        Map<Integer, List<Change>> devices = new HashMap<>();
        latest.values().stream()
                .sorted(Comparator.comparingLong(Change::version))
                .forEach(
                        change -> {
                            switch (change.kind()) {
                                case PROFILE, RULES -> shared.add(change);
                                case DEVICE ->
                                        devices.computeIfAbsent(
                                                        laneOf(
                                                                change.homes().getFirst(),
                                                                partitions),
                                                        lane -> new ArrayList<>())
                                                .add(change);
                                case MUTE -> {}
                            }
                        });
        return new RegistrySnapshot(shared, devices);
    }

    // The partition that a producer with the default partitioner chooses for a device's frames.
    private static int laneOf(String device, int partitions) {
        byte[] key = device.getBytes(StandardCharsets.UTF_8);
        return Lane.of(Utils.toPositive(Utils.murmur2(key)) % partitions, device);
    }
}
