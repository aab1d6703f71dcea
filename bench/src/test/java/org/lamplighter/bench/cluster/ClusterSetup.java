// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.cluster;

import org.apache.kafka.common.Uuid;
import org.lamplighter.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How each member of a {@link Cluster} is configured and started, as the compose file does. Used
 * once, by one thread.
 */
final class ClusterSetup {
    /** What runs the command line. */
    static final String COMMAND = "org.lamplighter.cli.Lamplighter";

    static final Path INSTALLATION = Path.of("..", "cli", "target").toAbsolutePath();

    /** The installation's class path. */
    static final String LIBRARIES = INSTALLATION.resolve("lib") + "/*";

    private static final String FLINK = INSTALLATION.resolve("flink") + "/*";

    private final Path folder;
    private final Cluster.Size size;
    private final ClusterPorts ports;
    private final EmbeddedPostgres postgres;
    private final Map<String, Member> members;

    /**
     * @param members takes what is started, also if a later start fails
     */
    ClusterSetup(
            Path folder,
            Cluster.Size size,
            ClusterPorts ports,
            EmbeddedPostgres postgres,
            Map<String, Member> members) {
        this.folder = folder;
        this.size = size;
        this.ports = ports;
        this.postgres = postgres;
        this.members = members;
    }

    /** The configuration of all parts. */
    static Path config(Path folder) {
        return folder.resolve("lamplighter.yaml");
    }

    void start() throws Exception {
        startBrokers();
        configure();
        startFlink();
        for (int i = 1; i <= size.gateways(); i++) {
            startGateway(i);
        }
        startPart("jobs", "jobs", Map.of());
        for (int i = 1; i <= size.desks(); i++) {
            startDesk(i);
        }
    }

    private void startBrokers() throws Exception {
        String voters =
                IntStream.rangeClosed(1, size.brokers())
                        .mapToObj(i -> i + "@127.0.0.1:" + ports.of("controller" + i))
                        .collect(Collectors.joining(","));
        String clusterId = Uuid.randomUuid().toString();
        List<Member> formats = new ArrayList<>();
        for (int i = 1; i <= size.brokers(); i++) {
            Path settings = folder.resolve("kafka" + i + ".properties");
            Files.writeString(
                    settings,
                    """
                    process.roles=broker,controller
                    node.id=%1$d
                    controller.quorum.voters=%2$s
                    listeners=PLAINTEXT://127.0.0.1:%3$d,CONTROLLER://127.0.0.1:%4$d
                    advertised.listeners=PLAINTEXT://127.0.0.1:%3$d
                    controller.listener.names=CONTROLLER
                    listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
                    log.dirs=%5$s
                    auto.create.topics.enable=false
                    broker.session.timeout.ms=3000
                    broker.heartbeat.interval.ms=500
                    offsets.topic.num.partitions=4
                    offsets.topic.replication.factor=%6$d
                    transaction.state.log.replication.factor=%6$d
                    transaction.state.log.min.isr=1
                    num.network.threads=2
                    num.io.threads=4
                    log.cleaner.dedupe.buffer.size=16777216
                    """
                            .formatted(
                                    i,
                                    voters,
                                    ports.of("kafka" + i),
                                    ports.of("controller" + i),
                                    folder.resolve("kafka" + i),
                                    size.brokers()));
            formats.add(
                    Member.start(
                            "format" + i,
                            LIBRARIES,
                            List.of("-Xmx64m"),
                            List.of(
                                    "kafka.tools.StorageTool",
                                    "format",
                                    "--config",
                                    settings.toString(),
                                    "--cluster-id",
                                    clusterId),
                            Map.of(),
                            folder));
        }
        Cluster.await(
                "the brokers' folders are formatted",
                () -> formats.stream().noneMatch(Member::isAlive));
        for (int i = 1; i <= size.brokers(); i++) {
            start(
                    "kafka" + i,
                    LIBRARIES,
                    List.of("-Xmx256m"),
                    List.of("kafka.Kafka", folder.resolve("kafka" + i + ".properties").toString()));
        }
    }

    /** One file for all parts; what differs between two of a kind is a flag. */
    private void configure() throws IOException {
        Files.writeString(
                config(folder),
                """
                data: %s
                kafka:
                  bootstrap-servers: %s
                  replication-factor: %d
                  min-insync-replicas: %d
                database:
                  url: %s
                  user: %s
                  password-file: %s
                jobs:
                  cluster: http://127.0.0.1:%d
                  checkpoints: %s
                  metrics-listen: 127.0.0.1:%d
                  checkpoint-interval: 1s
                """
                        .formatted(
                                folder.resolve("data"),
                                ports.bootstrap(size.brokers()),
                                size.brokers(),
                                Math.max(1, size.brokers() - 1),
                                postgres.jdbcUrl(),
                                postgres.user(),
                                folder.resolve("postgres").resolve("password"),
                                ports.of("jobmanager"),
                                folder.resolve("checkpoints"),
                                ports.of("jobs")));
    }

    private void startFlink() throws IOException {
        Path conf = Files.createDirectories(folder.resolve("flink"));
        Files.copy(Path.of("..", "docker", "flink", "config.yaml"), conf.resolve("config.yaml"));
        List<String> here =
                List.of(
                        "--configDir",
                        conf.toString(),
                        "-Djobmanager.rpc.address=127.0.0.1",
                        "-Djobmanager.bind-host=127.0.0.1",
                        "-Djobmanager.rpc.port=" + ports.of("jobmanager rpc"),
                        "-Drest.address=127.0.0.1",
                        "-Drest.bind-address=127.0.0.1",
                        "-Drest.port=" + ports.of("jobmanager"),
                        "-Dtaskmanager.host=127.0.0.1",
                        "-Dtaskmanager.bind-host=127.0.0.1",
                        "-Dtaskmanager.memory.managed.size=64m",
                        "-Dtaskmanager.memory.network.min=32m",
                        "-Dtaskmanager.memory.network.max=32m");
        String logging =
                "-Dlogback.configurationFile="
                        + Path.of("..", "docker", "flink", "logback.xml").toAbsolutePath();
        start(
                "jobmanager",
                FLINK,
                List.of("-Xmx320m", logging),
                with(
                        "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                        here,
                        "jobmanager"));
        for (int i = 1; i <= size.taskManagers(); i++) {
            start(
                    "taskmanager" + i,
                    FLINK,
                    List.of("-Xmx384m", logging),
                    with(
                            "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                            here,
                            "taskmanager" + i));
        }
    }

    private List<String> with(String main, List<String> here, String name) {
        List<String> all = new ArrayList<>(List.of(main));
        all.addAll(here);
        all.add("-Dio.tmp.dirs=" + folder.resolve(name + ".tmp"));
        return all;
    }

    private void startGateway(int i) throws IOException {
        String name = "gateway" + i;
        startPart(
                name,
                "gateway",
                Map.of(
                        "LAMPLIGHTER_GATEWAY_NAME",
                        "gw" + i,
                        "LAMPLIGHTER_GATEWAY_MQTT_LISTEN",
                        "127.0.0.1:" + ports.of(name),
                        "LAMPLIGHTER_GATEWAY_HTTP_LISTEN",
                        "127.0.0.1:0",
                        "LAMPLIGHTER_GATEWAY_COAP_LISTEN",
                        "127.0.0.1:0",
                        "LAMPLIGHTER_GATEWAY_METRICS_LISTEN",
                        "127.0.0.1:" + ports.of(name + " metrics")));
    }

    private void startDesk(int i) throws IOException {
        String name = "desk" + i;
        startPart(name, "desk", Map.of("LAMPLIGHTER_DESK_LISTEN", "127.0.0.1:" + ports.of(name)));
    }

    private void startPart(String name, String command, Map<String, String> environment)
            throws IOException {
        start(
                name,
                LIBRARIES,
                List.of("-Xmx256m"),
                List.of(COMMAND, command, "--config", config(folder).toString()),
                environment);
    }

    private void start(String name, String classPath, List<String> options, List<String> arguments)
            throws IOException {
        start(name, classPath, options, arguments, Map.of());
    }

    private void start(
            String name,
            String classPath,
            List<String> options,
            List<String> arguments,
            Map<String, String> environment)
            throws IOException {
        members.put(name, Member.start(name, classPath, options, arguments, environment, folder));
    }
}
