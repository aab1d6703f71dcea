// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.up;

import org.lamplighter.cli.config.Settings;
import org.lamplighter.cli.config.Switch;
import org.lamplighter.cli.config.UpConfig;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.rest.RestConfig;
import org.lamplighter.embedded.EmbeddedKafka;
import org.lamplighter.embedded.EmbeddedPostgres;
import org.lamplighter.gateway.GatewayConfig;
import org.lamplighter.gateway.coap.CoapConfig;
import org.lamplighter.gateway.coap.CoapLimits;
import org.lamplighter.gateway.intake.InFlight;
import org.lamplighter.gateway.log.KafkaConfig;
import org.lamplighter.gateway.mqtt.MqttLimits;
import org.lamplighter.gateway.transport.ConnectionLimits;
import org.lamplighter.gateway.transport.ListenAddress;
import org.lamplighter.jobs.JobsConfig;
import org.lamplighter.jobs.archive.Database;
import org.lamplighter.jobs.cluster.FlinkPlace;
import org.lamplighter.jobs.cluster.JobRunner;
import org.lamplighter.jobs.topic.KafkaTopics;

import java.nio.file.Path;
import java.util.Map;

/**
 * What each part of an all-in-one is told: the embedded servers' addresses, the ports, the data
 * directory, and what the operator set.
 */
public record PartConfigs(
        Path data,
        Path checkpoints,
        Ports ports,
        UpConfig config,
        String bootstrap,
        Database database) {
    static PartConfigs of(
            DataDirectory directory,
            Ports ports,
            UpConfig config,
            EmbeddedKafka kafka,
            EmbeddedPostgres postgres) {
        return new PartConfigs(
                directory.path(),
                directory.checkpoints(),
                ports,
                config,
                kafka.bootstrapServers(),
                new Database(postgres.jdbcUrl(), postgres.user(), postgres.password()));
    }

    public DeskConfig desk() {
        DeskConfig.Kafka local = DeskConfig.Kafka.local(ports.kafka());
        return new DeskConfig(
                        data,
                        new DeskConfig.Database(
                                database.jdbcUrl(),
                                database.user(),
                                database.password(),
                                config.value(Settings.DESK_DATABASE_CONNECTIONS)),
                        new DeskConfig.Kafka(
                                local.bootstrapServers(),
                                local.topicPrefix(),
                                config.value(Settings.DESK_FRAME_PARTITIONS),
                                local.replicationFactor(),
                                local.minInsyncReplicas(),
                                local.client()),
                        new RestConfig(
                                "127.0.0.1", ports.desk(), RestConfig.defaults().stopTimeout()))
                .withArchive(
                        new DeskConfig.Archive(
                                config.value(Settings.ARCHIVE_RETENTION),
                                config.value(Settings.ARCHIVE_QUARANTINE_RETENTION)));
    }

    public GatewayConfig gateway() {
        GatewayConfig defaults = GatewayConfig.defaults();
        return new GatewayConfig(
                config.value(Settings.GATEWAY_NAME),
                log(),
                new GatewayConfig.Listen(
                        ListenAddress.loopback(ports.mqtt()),
                        ListenAddress.loopback(ports.deviceHttp()),
                        ListenAddress.loopback(ports.gatewayMetrics())),
                coap(),
                config.value(Settings.GATEWAY_BRIDGES),
                new GatewayConfig.Limits(
                        mqtt(),
                        defaults.limits().http(),
                        new ConnectionLimits(
                                config.value(Settings.GATEWAY_CONNECTIONS_TOTAL),
                                config.value(Settings.GATEWAY_CONNECTIONS_PER_ADDRESS)),
                        new InFlight.Limits(
                                config.value(Settings.GATEWAY_IN_FLIGHT_FRAMES),
                                config.value(Settings.GATEWAY_IN_FLIGHT_BYTES))),
                config.value(Settings.GATEWAY_EVENT_LOOPS),
                defaults.stopTimeout());
    }

    private KafkaConfig log() {
        KafkaConfig defaults = KafkaConfig.DEFAULT;
        return new KafkaConfig(
                bootstrap,
                defaults.topicPrefix(),
                config.value(Settings.GATEWAY_LINGER),
                defaults.deliveryTimeout(),
                config.value(Settings.GATEWAY_BUFFER_MEMORY));
    }

    private MqttLimits mqtt() {
        MqttLimits defaults = MqttLimits.DEFAULT;
        return new MqttLimits(
                config.value(Settings.GATEWAY_MQTT_WINDOW),
                defaults.windowBytes(),
                config.value(Settings.GATEWAY_MQTT_MAX_KEEP_ALIVE),
                defaults.connectTimeout(),
                defaults.ackTimeout(),
                config.value(Settings.GATEWAY_MQTT_CONNECTIONS_PER_DEVICE));
    }

    private CoapConfig coap() {
        CoapLimits defaults = CoapLimits.DEFAULT;
        CoapLimits limits =
                new CoapLimits(
                        config.value(Settings.GATEWAY_COAP_SESSIONS),
                        defaults.framesPerDevice(),
                        defaults.ackTimeout(),
                        defaults.transfers(),
                        defaults.remembered(),
                        config.value(Settings.GATEWAY_EVENT_LOOPS));
        CoapConfig coap = CoapConfig.OFF.withLimits(limits);
        if (config.value(Settings.GATEWAY_COAP) == Switch.ON) {
            coap =
                    coap.withSecure(
                            ListenAddress.loopback(ports.coaps()), data.resolve("master.key"));
        }
        return config.value(Settings.GATEWAY_COAP_PLAIN) == Switch.ON
                ? coap.withPlain(ListenAddress.loopback(ports.coap()))
                : coap;
    }

    public JobsConfig jobs() {
        return new JobsConfig(
                new KafkaTopics(bootstrap, "", Map.of()),
                database,
                checkpoints,
                new JobRunner.Listen("127.0.0.1", ports.flink(), ports.jobsMetrics()),
                new JobRunner.Execution(
                        config.value(Settings.JOBS_PARALLELISM),
                        config.value(Settings.JOBS_STATE_BACKEND),
                        config.value(Settings.JOBS_CHECKPOINT_INTERVAL)),
                FlinkPlace.here());
    }
}
