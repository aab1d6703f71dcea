// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.feed;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.part.KafkaClients;
import org.lamplighter.log.Topic;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes the topics that do not exist yet and waits until all are there. What exists is left as it
 * is: its partitions and settings belong to whoever runs that Kafka.
 */
public final class TopicProvisioner {
    /** How long the brokers may take to answer, and to know the new topics. */
    public static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final Duration POLL = Duration.ofMillis(50);

    private final Admin admin;
    private final DeskConfig.Kafka kafka;

    private TopicProvisioner(Admin admin, DeskConfig.Kafka kafka) {
        this.admin = admin;
        this.kafka = kafka;
    }

    /**
     * Makes all topics; does nothing where they exist.
     *
     * @throws IOException if Kafka does not answer or refuses; the message says what to do
     */
    public static void provision(DeskConfig.Kafka kafka) throws IOException {
        try (Admin admin = Admin.create(KafkaClients.settings(kafka, "lamplighter-desk-topics"))) {
            new TopicProvisioner(admin, kafka).provision();
        }
    }

    private void provision() throws IOException {
        Map<String, Topic> topics = new TreeMap<>();
        for (Topic topic : Topic.values()) {
            topics.put(topic.name(kafka.topicPrefix()), topic);
        }
        Set<String> existing = await(admin.listTopics().names());
        String frames = Topic.FRAMES.name(kafka.topicPrefix());
        // an existing frames decides, so that a topic that a later version adds has as many
        int framePartitions =
                existing.contains(frames)
                        ? await(admin.describeTopics(List.of(frames)).allTopicNames())
                                .values()
                                .stream()
                                .mapToInt(topic -> topic.partitions().size())
                                .sum()
                        : kafka.framePartitions();
        List<NewTopic> missing =
                topics.entrySet().stream()
                        .filter(entry -> !existing.contains(entry.getKey()))
                        .map(entry -> newTopic(entry.getKey(), entry.getValue(), framePartitions))
                        .toList();
        for (KafkaFuture<Void> created : admin.createTopics(missing).values().values()) {
            try {
                await(created);
            } catch (IOException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
        awaitLeaders(topics.keySet());
        awaitReplicas(topics.keySet());
    }

    private NewTopic newTopic(String name, Topic topic, int framePartitions) {
        Map<String, String> settings = new TreeMap<>(topic.settings());
        settings.put(
                TopicConfig.CLEANUP_POLICY_CONFIG, topic.cleanup().name().toLowerCase(Locale.ROOT));
        settings.put(
                TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Short.toString(kafka.minInsyncReplicas()));
        return new NewTopic(
                        name,
                        Optional.of(topic.partitions(framePartitions)),
                        Optional.of(kafka.replicationFactor()))
                .configs(settings);
    }

    private void awaitLeaders(Collection<String> names) throws IOException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!allHaveLeaders(names)) {
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "the topics "
                                + names
                                + " were made in Kafka at "
                                + kafka.bootstrapServers()
                                + " but after "
                                + TIMEOUT.toSeconds()
                                + " s not every partition has a leader; check that all brokers are"
                                + " up");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /**
     * A leader that is elected may not lead yet: the first produce request is then refused, and of
     * several under way a later one may be taken, which an idempotent producer recovers from only
     * after its delivery timeout. Who asks for an offset is answered (by retries within the client)
     * once the broker really leads.
     */
    private void awaitReplicas(Collection<String> names) throws IOException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (TopicDescription topic : await(admin.describeTopics(names).allTopicNames()).values()) {
            topic.partitions()
                    .forEach(
                            partition ->
                                    ends.put(
                                            new TopicPartition(topic.name(), partition.partition()),
                                            OffsetSpec.latest()));
        }
        await(admin.listOffsets(ends).all());
    }

    private boolean allHaveLeaders(Collection<String> names) throws IOException {
        try {
            Map<String, TopicDescription> topics =
                    await(admin.describeTopics(names).allTopicNames());
            return topics.values().stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .allMatch(partition -> partition.leader() != null);
        } catch (IOException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw e;
        }
    }

    private <T> T await(KafkaFuture<T> future) throws IOException {
        try {
            return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(
                    "Kafka at "
                            + kafka.bootstrapServers()
                            + " refused to make or describe the topics: "
                            + cause.getMessage()
                            + "; check the address, this client's rights, and that there are "
                            + kafka.replicationFactor()
                            + " brokers for the replication factor",
                    cause);
        } catch (TimeoutException e) {
            throw new IOException(
                    "Kafka at "
                            + kafka.bootstrapServers()
                            + " does not answer within "
                            + TIMEOUT.toSeconds()
                            + " s; start it, or mend the address",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(
                    "interrupted while waiting for Kafka at " + kafka.bootstrapServers(), e);
        }
    }
}
