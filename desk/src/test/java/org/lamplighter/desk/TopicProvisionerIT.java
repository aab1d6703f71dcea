// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.lamplighter.desk.feed.TopicProvisioner;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.part.KafkaClients;
import org.lamplighter.desk.testing.RealServers;
import org.lamplighter.log.Topic;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class TopicProvisionerIT {
    @Test
    void makesEveryTopicOnceWithItsPartitionsAndSettings() throws Exception {
        DeskConfig.Kafka kafka = RealServers.freshDesk().kafka();
        TopicProvisioner.provision(kafka);
        TopicProvisioner.provision(kafka);
        Map<String, Integer> partitions = partitions(kafka);
        for (Topic topic : Topic.values()) {
            assertThat(partitions)
                    .containsEntry(
                            topic.name(kafka.topicPrefix()),
                            topic.partitions(kafka.framePartitions()));
        }
        assertThat(setting(kafka, Topic.FRAMES, "message.timestamp.type"))
                .isEqualTo("LogAppendTime");
        assertThat(setting(kafka, Topic.FRAMES, "cleanup.policy")).isEqualTo("delete");
        assertThat(setting(kafka, Topic.DEVICES, "cleanup.policy")).isEqualTo("compact");
        assertThat(setting(kafka, Topic.DEVICES, "min.insync.replicas")).isEqualTo("1");
    }

    @Test
    void leavesTheTopicsThatExistAsTheyAre() throws Exception {
        DeskConfig.Kafka kafka = RealServers.freshDesk().kafka();
        TopicProvisioner.provision(kafka);
        TopicProvisioner.provision(
                new DeskConfig.Kafka(
                        kafka.bootstrapServers(),
                        kafka.topicPrefix(),
                        kafka.framePartitions() + 5,
                        kafka.replicationFactor(),
                        kafka.minInsyncReplicas(),
                        Map.of()));
        assertThat(partitions(kafka))
                .containsEntry(Topic.FRAMES.name(kafka.topicPrefix()), kafka.framePartitions());
    }

    private static Map<String, Integer> partitions(DeskConfig.Kafka kafka) throws Exception {
        try (Admin admin = Admin.create(KafkaClients.settings(kafka, "test"))) {
            List<String> names =
                    List.of(Topic.values()).stream()
                            .map(topic -> topic.name(kafka.topicPrefix()))
                            .toList();
            Map<String, Integer> partitions = new TreeMap<>();
            for (TopicDescription topic :
                    admin.describeTopics(names).allTopicNames().get().values()) {
                partitions.put(topic.name(), topic.partitions().size());
            }
            return partitions;
        }
    }

    private static String setting(DeskConfig.Kafka kafka, Topic topic, String name)
            throws Exception {
        ConfigResource resource =
                new ConfigResource(ConfigResource.Type.TOPIC, topic.name(kafka.topicPrefix()));
        try (Admin admin = Admin.create(KafkaClients.settings(kafka, "test"))) {
            for (Config config : admin.describeConfigs(List.of(resource)).all().get().values()) {
                return config.get(name).value();
            }
            throw new AssertionError("no settings of " + resource);
        }
    }
}
