// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.cluster;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToLongFunction;

/**
 * The latest account of each lane, from the topic {@code accounts}: what the metrics show comes
 * from checkpointed state, also when the jobs run in another process. Holds one account per lane.
 * Thread-safe; reads on a thread of its own.
 */
final class AccountReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(AccountReader.class);

    private final KafkaTopics topics;
    private final Map<Integer, LaneAccount> accounts = new ConcurrentHashMap<>();
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicReference<@Nullable KafkaConsumer<byte[], byte[]>> consuming =
            new AtomicReference<>();

    private AccountReader(KafkaTopics topics) {
        this.topics = topics;
        this.thread = Thread.ofPlatform().name("jobs-accounts").daemon().unstarted(this::run);
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Properties properties = topics.clientProperties();
        properties.setProperty("client.id", topics.prefix() + "jobs-accounts");
        properties.setProperty("auto.offset.reset", "earliest");
        properties.setProperty("enable.auto.commit", "false");
        return new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
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
        closed.countDown();
        @Nullable KafkaConsumer<byte[], byte[]> now = consuming.get();
        if (now != null) {
            now.wakeup();
        }
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            do {
                read();
            } while (!closed.await(PAUSE_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** From a new consumer to its failure, or to the end. */
    private void read() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consuming.set(consumer);
            List<PartitionInfo> partitions = consumer.partitionsFor(topics.name(Topic.ACCOUNTS));
            consumer.assign(
                    partitions.stream()
                            .map(each -> new TopicPartition(each.topic(), each.partition()))
                            .toList());
            consumer.seekToBeginning(consumer.assignment());
            while (closed.getCount() > 0) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    apply(record);
                }
            }
        } catch (WakeupException e) {
            LOG.debug("The reader of accounts was closed");
        } catch (KafkaException e) {
            LOG.warn("The lanes' accounts cannot be read; tried again: {}", e.getMessage());
        } finally {
            consuming.set(null);
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
