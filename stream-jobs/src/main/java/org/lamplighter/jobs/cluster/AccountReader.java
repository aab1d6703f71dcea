// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.cluster;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.lamplighter.jobs.topic.KafkaTopics;
import org.lamplighter.log.LaneAccount;
import org.lamplighter.log.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/**
 * The latest account of each lane, from the topic {@code accounts}: what the metrics show comes
 * from checkpointed state, also when the jobs run in another process. Holds one account per lane.
 * Thread-safe; reads on a thread of its own.
 */
final class AccountReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(AccountReader.class);

    private final KafkaTopics topics;
    private final Map<Integer, LaneAccount> accounts = new ConcurrentHashMap<>();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;
    private volatile boolean closed;

    private AccountReader(KafkaTopics topics) {
        this.topics = topics;
        Properties properties = topics.clientProperties();
        properties.setProperty("client.id", topics.prefix() + "jobs-accounts");
        properties.setProperty("auto.offset.reset", "earliest");
        properties.setProperty("enable.auto.commit", "false");
        this.consumer =
                new KafkaConsumer<>(
                        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.thread = Thread.ofPlatform().name("jobs-accounts").daemon().unstarted(this::read);
    }

    static AccountReader start(KafkaTopics topics) {
        AccountReader reader = new AccountReader(topics);
        reader.thread.start();
        return reader;
    }

    /** One term over all lanes. */
    long sum(ToLongFunction<LaneAccount> term) {
        return accounts.values().stream().mapToLong(term).sum();
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try (consumer) {
            List<PartitionInfo> partitions = consumer.partitionsFor(topics.name(Topic.ACCOUNTS));
            consumer.assign(
                    partitions.stream()
                            .map(each -> new TopicPartition(each.topic(), each.partition()))
                            .toList());
            consumer.seekToBeginning(consumer.assignment());
            while (!closed) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    apply(record);
                }
            }
        } catch (WakeupException e) {
            LOG.debug("The reader of accounts was closed");
        } catch (KafkaException e) {
            LOG.warn("The metrics of lane accounts stand still from now on: {}", e.getMessage());
        }
    }

    private void apply(ConsumerRecord<byte[], byte[]> record) {
        try {
            LaneAccount account = LaneAccount.parse(record.value());
            accounts.put(account.lane(), account);
        } catch (IllegalArgumentException e) {
            LOG.warn("Record {} of accounts is no account: {}", record.offset(), e.getMessage());
        }
    }
}
