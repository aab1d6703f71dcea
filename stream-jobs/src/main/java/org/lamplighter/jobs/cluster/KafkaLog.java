// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.cluster;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.lamplighter.jobs.topic.KafkaTopics;
import org.lamplighter.log.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** What a start needs to know of the topics before the jobs read them. Blocks; thread-safe. */
final class KafkaLog implements AutoCloseable {
    /** The topics that the jobs read or write. Someone else makes them. */
    private static final Set<Topic> NEEDED = EnumSet.complementOf(EnumSet.of(Topic.MUTES));

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Logger LOG = LoggerFactory.getLogger(KafkaLog.class);

    private final KafkaTopics topics;
    private final Admin admin;

    KafkaLog(KafkaTopics topics) {
        this.topics = topics;
        Properties properties = topics.clientProperties();
        properties.putIfAbsent("client.id", topics.prefix() + "jobs-start");
        this.admin = Admin.create(properties);
    }

    /**
     * Waits until all topics exist.
     *
     * @return the number of partitions of {@code frames}
     * @throws InterruptedException if interrupted meanwhile
     */
    int awaitTopics() throws InterruptedException {
        String said = "";
        while (true) {
            String missing = missingTopics();
            if (missing.isEmpty()) {
                return partitionsOf(Topic.FRAMES);
            }
            if (!missing.equals(said)) {
                LOG.info("Waiting for {} at {}", missing, topics.bootstrapServers());
                said = missing;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while waiting for " + missing);
            }
        }
    }

    /** What each of these partitions has; one that does not exist is left out. */
    Map<TopicPartition, LogExtent> extents(Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> beginnings = offsets(partitions, OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
        Map<TopicPartition, LogExtent> extents = new HashMap<>();
        ends.forEach(
                (partition, end) ->
                        extents.put(
                                partition,
                                new LogExtent(beginnings.getOrDefault(partition, 0L), end)));
        return extents;
    }

    private Map<TopicPartition, Long> offsets(Set<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        var result =
                admin.listOffsets(
                        partitions.stream()
                                .collect(
                                        Collectors.toMap(
                                                partition -> partition, partition -> which)));
        for (TopicPartition partition : partitions) {
            try {
                offsets.put(
                        partition,
                        result.partitionResult(partition)
                                .get(CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                                .offset());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw new IllegalStateException(
                            "the offsets of " + partition + " cannot be read from Kafka", e);
                }
            } catch (TimeoutException e) {
                throw new IllegalStateException(
                        "Kafka did not tell the offsets of "
                                + partition
                                + " within "
                                + CALL_TIMEOUT.toSeconds()
                                + " s",
                        e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(
                        "interrupted while reading the offsets of " + partition, e);
            }
        }
        return offsets;
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }

    private String missingTopics() throws InterruptedException {
        Set<String> names =
                NEEDED.stream().map(topics::name).collect(Collectors.toCollection(TreeSet::new));
        Set<String> missing = new TreeSet<>();
        for (var described : admin.describeTopics(names).topicNameValues().entrySet()) {
            try {
                described.getValue().get(CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                missing.add(described.getKey());
            }
        }
        return missing.isEmpty() ? "" : "the topics " + String.join(", ", missing);
    }

    private int partitionsOf(Topic topic) throws InterruptedException {
        String name = topics.name(topic);
        try {
            TopicDescription description =
                    admin.describeTopics(Set.of(name))
                            .allTopicNames()
                            .get(CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                            .get(name);
            if (description == null) {
                throw new IllegalStateException("Kafka described another topic than " + name);
            }
            return description.partitions().size();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the topic " + name + " cannot be described", e);
        }
    }
}
