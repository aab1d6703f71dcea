// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.audit;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.lamplighter.cli.up.StartupException;
import org.lamplighter.jobs.lane.Lane;
import org.lamplighter.jobs.topic.KafkaTopics;
import org.lamplighter.log.FrameRecords;
import org.lamplighter.log.LaneAccount;
import org.lamplighter.log.Topic;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What the log itself says: the newest account of each lane, and how many frames of each lane it
 * holds. Frames are counted once; a later look reads only what has come since. Memory is a few
 * numbers for each lane and one for each frame that no account speaks of yet, up to {@value
 * FrameCounts#MAX_BACKLOG}.
 *
 * <p>Not thread-safe.
 */
final class LogWitness implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> accountPartitions;
    private final List<TopicPartition> framePartitions;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final Map<TopicPartition, Boolean> expired = new HashMap<>();
    private final Map<Integer, LaneAccount> accounts = new TreeMap<>();
    private final FrameCounts frames = new FrameCounts();

    LogWitness(KafkaTopics topics) {
        Properties properties = topics.clientProperties();
        properties.setProperty("enable.auto.commit", "false");
        properties.setProperty("auto.offset.reset", "earliest");
        consumer =
                new KafkaConsumer<>(
                        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        accountPartitions = partitions(topics.name(Topic.ACCOUNTS));
        framePartitions = partitions(topics.name(Topic.FRAMES));
        consumer.beginningOffsets(framePartitions)
                .forEach((partition, begin) -> expired.put(partition, begin > 0));
    }

    /**
     * Reads accounts and then frames to their present ends.
     *
     * @throws StartupException if the accounts are too far behind
     */
    void look() {
        readToEnd(accountPartitions, this::account);
        readToEnd(framePartitions, this::frame);
    }

    /** The newest account of each lane, by lane. */
    Map<Integer, LaneAccount> accounts() {
        return accounts;
    }

    /** How many frames of the lane stand in the log. */
    long framesOf(int lane) {
        return frames.total(lane);
    }

    /** How many of them stand before the lane's account. */
    long framesBeforeAccount(int lane) {
        LaneAccount account = accounts.get(lane);
        return account == null ? 0 : frames.before(lane, account.offset());
    }

    /** Frames of lanes that have no account yet. */
    long framesWithoutAccount() {
        return frames.outside(accounts.keySet());
    }

    boolean expired(int partition) {
        return framePartitions.stream()
                .filter(each -> each.partition() == partition)
                .anyMatch(each -> expired.getOrDefault(each, false));
    }

    @Override
    public void close() {
        consumer.close();
    }

    private void account(ConsumerRecord<byte[], byte[]> record) {
        LaneAccount account = LaneAccount.parse(record.value());
        accounts.put(account.lane(), account);
    }

    private void frame(ConsumerRecord<byte[], byte[]> record) {
        Header type = record.headers().lastHeader(FrameRecords.TYPE);
        if (type != null
                && new String(type.value(), StandardCharsets.UTF_8)
                        .equals(FrameRecords.FRAME_TYPE)) {
            int lane =
                    Lane.of(record.partition(), new String(record.key(), StandardCharsets.UTF_8));
            LaneAccount account = accounts.get(lane);
            frames.add(lane, record.offset(), account == null ? 0 : account.offset());
        }
    }

    private List<TopicPartition> partitions(String topic) {
        List<PartitionInfo> partitions = consumer.partitionsFor(topic);
        return partitions.stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
    }

    private void readToEnd(
            List<TopicPartition> partitions, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        consumer.assign(partitions);
        partitions.forEach(
                partition ->
                        consumer.seek(
                                partition,
                                next.getOrDefault(partition, begins.getOrDefault(partition, 0L))));
        while (partitions.stream()
                .anyMatch(
                        partition ->
                                consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
            consumer.poll(POLL).forEach(reader);
        }
        partitions.forEach(partition -> next.put(partition, consumer.position(partition)));
    }
}
