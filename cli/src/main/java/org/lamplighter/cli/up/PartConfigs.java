// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.up;

import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.rest.RestConfig;
import org.lamplighter.embedded.EmbeddedKafka;
import org.lamplighter.embedded.EmbeddedPostgres;
import org.lamplighter.gateway.GatewayConfig;
import org.lamplighter.gateway.log.KafkaConfig;
import org.lamplighter.gateway.transport.ListenAddress;
import org.lamplighter.jobs.JobsConfig;
import org.lamplighter.jobs.archive.Database;
import org.lamplighter.jobs.topic.KafkaTopics;

import java.time.Duration;
import java.util.Map;

/**
 * What each part of an all-in-one is told: the embedded servers' addresses, the ports, the data
 * directory.
 */
record PartConfigs(
        DataDirectory directory, Ports ports, EmbeddedKafka kafka, EmbeddedPostgres postgres) {
    DeskConfig desk() {
        return new DeskConfig(
                directory.path(),
                new DeskConfig.Database(
                        postgres.jdbcUrl(),
                        postgres.user(),
                        postgres.password(),
                        DeskConfig.Database.DEFAULT_CONNECTIONS),
                DeskConfig.Kafka.local(ports.kafka()),
                new RestConfig("127.0.0.1", ports.desk(), Duration.ofSeconds(5)));
    }

    GatewayConfig gateway() {
        return GatewayConfig.defaults()
                .withKafka(KafkaConfig.DEFAULT.withBootstrap(kafka.bootstrapServers()))
                .withAddresses(
                        ListenAddress.loopback(ports.mqtt()),
                        ListenAddress.loopback(ports.deviceHttp()),
                        ListenAddress.loopback(ports.gatewayMetrics()));
    }

    JobsConfig jobs() {
        return JobsConfig.defaults()
                .withTopics(new KafkaTopics(kafka.bootstrapServers(), "", Map.of()))
                .withDatabase(
                        new Database(postgres.jdbcUrl(), postgres.user(), postgres.password()))
                .withDirectory(directory.checkpoints())
                .withPorts("127.0.0.1", ports.flink(), ports.jobsMetrics());
    }
}
