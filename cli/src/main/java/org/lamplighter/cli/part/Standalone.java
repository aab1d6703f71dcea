// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.part;

import org.lamplighter.cli.config.Setting;
import org.lamplighter.cli.config.Settings;
import org.lamplighter.cli.config.UpConfig;
import org.lamplighter.cli.up.PartConfigs;
import org.lamplighter.cli.up.Ports;
import org.lamplighter.cli.up.StartupException;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.rest.RestConfig;
import org.lamplighter.gateway.GatewayConfig;
import org.lamplighter.gateway.coap.CoapConfig;
import org.lamplighter.gateway.transport.ListenAddress;
import org.lamplighter.jobs.JobsConfig;
import org.lamplighter.jobs.archive.Database;
import org.lamplighter.jobs.cluster.FlinkPlace;
import org.lamplighter.jobs.cluster.JobRunner;
import org.lamplighter.jobs.topic.KafkaTopics;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What each part is told when it runs on its own: as {@code up} tells it, but for the addresses,
 * which are those of external servers. Immutable.
 */
public final class Standalone {
    private final UpConfig config;
    private final Path data;
    private final Ports ports;
    private final KafkaTopics topics;

    private Standalone(UpConfig config) {
        this.config = config;
        this.data = config.value(Settings.DATA).toAbsolutePath().normalize();
        this.ports = new Ports(config.value(Settings.PORT_OFFSET));
        this.topics =
                new KafkaTopics(
                        config.value(Settings.KAFKA_BOOTSTRAP_SERVERS),
                        config.value(Settings.KAFKA_TOPIC_PREFIX),
                        Map.of());
    }

    /** Works it out. */
    public static Standalone of(UpConfig config) {
        return new Standalone(config);
    }

    /** The log's address and prefix. */
    public KafkaTopics topics() {
        return topics;
    }

    /**
     * The database, with its password.
     *
     * @throws StartupException if the password cannot be read
     */
    public Database database() {
        return database(password(config.value(Settings.DATABASE_PASSWORD_FILE)));
    }

    private Database database(String password) {
        return new Database(
                config.value(Settings.DATABASE_URL),
                config.value(Settings.DATABASE_USER),
                password);
    }

    private PartConfigs asInUp(Database database) {
        return new PartConfigs(
                data, checkpoints(), ports, config, topics.bootstrapServers(), database);
    }

    Path data() {
        return data;
    }

    /** As many brokers as copies of a topic are wanted. */
    int replicationFactor() {
        return config.value(Settings.KAFKA_REPLICATION_FACTOR);
    }

    GatewayConfig gateway() {
        // the edge of the network is not given what it does not need
        GatewayConfig told = asInUp(database("")).gateway();
        return told.withKafka(told.kafka().withTopicPrefix(topics.prefix()))
                .withAddresses(
                        listen(Settings.GATEWAY_MQTT_LISTEN),
                        listen(Settings.GATEWAY_HTTP_LISTEN),
                        listen(Settings.GATEWAY_METRICS_LISTEN))
                .withCoap(coap(told.coap()));
    }

    private CoapConfig coap(CoapConfig told) {
        CoapConfig coap = told;
        if (told.secure().isPresent()) {
            coap =
                    coap.withSecure(
                            listen(Settings.GATEWAY_COAP_LISTEN), told.secure().get().masterKey());
        }
        return told.plain().isPresent()
                ? coap.withPlain(listen(Settings.GATEWAY_COAP_PLAIN_LISTEN))
                : coap;
    }

    JobsConfig jobs() {
        ListenAddress metrics = listen(Settings.JOBS_METRICS_LISTEN);
        return asInUp(database())
                .jobs()
                .withTopics(topics)
                .withListen(new JobRunner.Listen(metrics.host(), ports.flink(), metrics.port()))
                .withPlace(place());
    }

    DeskConfig desk() {
        DeskConfig told = asInUp(database()).desk();
        ListenAddress rest = listen(Settings.DESK_LISTEN);
        return new DeskConfig(
                data,
                told.database(),
                new DeskConfig.Kafka(
                        topics.bootstrapServers(),
                        topics.prefix(),
                        told.kafka().framePartitions(),
                        config.value(Settings.KAFKA_REPLICATION_FACTOR).shortValue(),
                        config.value(Settings.KAFKA_MIN_INSYNC_REPLICAS).shortValue(),
                        told.kafka().client()),
                new RestConfig(rest.host(), rest.port(), told.rest().stopTimeout()),
                told.dispatch(),
                told.archive());
    }

    private FlinkPlace place() {
        String address = config.value(Settings.JOBS_CLUSTER);
        if (address.isEmpty()) {
            return FlinkPlace.here();
        }
        try {
            return new FlinkPlace.Cluster(new URI(address), jar());
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new StartupException(
                    "jobs.cluster is \""
                            + address
                            + "\", which is no address; write one such as"
                            + " http://jobmanager:8081",
                    e);
        }
    }

    private Path jar() {
        Path named = config.value(Settings.JOBS_JAR);
        return named.toString().isEmpty() ? Installation.jobJar() : named.toAbsolutePath();
    }

    private Path checkpoints() {
        Path named = config.value(Settings.JOBS_CHECKPOINTS);
        return named.toString().isEmpty() ? data.resolve("checkpoints") : named.toAbsolutePath();
    }

    private ListenAddress listen(Setting<ListenAddress> setting) {
        ListenAddress address = config.value(setting);
        return address.port() == 0
                ? address
                : new ListenAddress(address.host(), address.port() + ports.offset());
    }

    private static String password(Path file) {
        if (file.toString().isEmpty()) {
            return "";
        }
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new StartupException(
                    "the database password cannot be read from "
                            + file
                            + " ("
                            + e.getClass().getSimpleName()
                            + "); name a file that this user can read with"
                            + " database.password-file",
                    e);
        }
    }
}
