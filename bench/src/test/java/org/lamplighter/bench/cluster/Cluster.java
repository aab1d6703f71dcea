// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.lamplighter.cli.rest.RestClient;
import org.lamplighter.embedded.EmbeddedPostgres;
import org.lamplighter.embedded.EmbeddedServerException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The topology of the compose file on this machine: Kafka brokers, a JobManager, TaskManagers,
 * gateways, desks and the submitter of the jobs, each a Java process of its own, and one
 * PostgreSQL. Each part is started at once and waits for what it needs. Not thread-safe.
 */
final class Cluster implements AutoCloseable {
    static final String POSTGRES = "PostgreSQL";
    private static final Path INSTALLATION = Path.of("..", "cli", "target").toAbsolutePath();
    private static final String LIBRARIES = INSTALLATION.resolve("lib") + "/*";
    private static final String FLINK = INSTALLATION.resolve("flink") + "/*";
    private static final String COMMAND = "org.lamplighter.cli.Lamplighter";
    private static final Duration START = Duration.ofMinutes(2);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path folder;
    private final Size size;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private EmbeddedPostgres postgres;

    /** How many of each there are. */
    record Size(int brokers, int taskManagers, int gateways, int desks) {}

    private Cluster(Path folder, Size size, EmbeddedPostgres postgres) {
        this.folder = folder;
        this.size = size;
        this.postgres = postgres;
    }

    /** Starts all of it, and returns when all of it works. */
    static Cluster start(Path folder, Size size) throws Exception {
        Files.createDirectories(folder);
        EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("postgres"), freePort());
        Cluster cluster = new Cluster(folder, size, postgres);
        try {
            cluster.startBrokers();
            cluster.configure();
            cluster.startFlink();
            for (int i = 1; i <= size.gateways(); i++) {
                cluster.startGateway(i);
            }
            cluster.startJobs();
            for (int i = 1; i <= size.desks(); i++) {
                cluster.startDesk(i);
            }
            for (String member : List.copyOf(cluster.members.keySet())) {
                cluster.awaitWorking(member);
            }
            return cluster;
        } catch (Exception | AssertionError e) {
            cluster.close();
            throw e;
        }
    }

    /** All that can be killed, PostgreSQL among it. */
    List<String> names() {
        List<String> names = new ArrayList<>(members.keySet());
        names.add(POSTGRES);
        return names;
    }

    Member member(String name) {
        Member member = members.get(name);
        if (member == null) {
            throw new IllegalArgumentException("no member " + name);
        }
        return member;
    }

    /** As {@code kill -9} does. */
    void kill(String name) throws Exception {
        if (name.equals(POSTGRES)) {
            long pid =
                    Long.parseLong(
                            Files.readAllLines(
                                            folder.resolve("postgres")
                                                    .resolve("data")
                                                    .resolve("postmaster.pid"))
                                    .getFirst()
                                    .strip());
            ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
            postmaster.destroyForcibly();
            postmaster.onExit().get(10, TimeUnit.SECONDS);
        } else {
            member(name).kill();
        }
    }

    /** As a supervisor would. */
    void startAgain(String name) throws Exception {
        if (name.equals(POSTGRES)) {
            int port = postgres.port();
            try {
                // gives back the lock that this process has on the directory
                postgres.close();
            } catch (RuntimeException alreadyGone) {
                // it was killed, so there is nothing to stop
            }
            await(
                    "PostgreSQL starts again",
                    () -> {
                        try {
                            postgres = EmbeddedPostgres.start(folder.resolve("postgres"), port);
                            return true;
                        } catch (EmbeddedServerException e) {
                            // the killed server's children go within moments
                            return false;
                        }
                    });
        } else {
            member(name).startAgain();
        }
    }

    /** Until it does its work again, and everything else too. */
    void awaitAllWorking() throws Exception {
        for (String name : members.keySet()) {
            awaitWorking(name);
        }
    }

    private void awaitWorking(String name) throws Exception {
        await(
                name + " works",
                () -> {
                    if (!member(name).isAlive()) {
                        throw new AssertionError(name + " ended: " + member(name).output());
                    }
                    return works(name);
                });
    }

    private boolean works(String name) throws InterruptedException {
        return switch (name.replaceAll("[0-9]", "")) {
            case "kafka" -> isInSync();
            case "jobmanager", "taskmanager" -> taskManagers() == size.taskManagers();
            case "gateway" -> answers(port(name + " metrics"), "/health/ready");
            case "desk", "jobs" -> answers(port(name), "/health/ready");
            default -> throw new IllegalStateException(name);
        };
    }

    InetSocketAddress mqtt(int gateway) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port("gateway" + gateway));
    }

    /** A client of a desk; the caller closes it. */
    RestClient rest(int desk) throws IOException {
        return new RestClient(
                URI.create("http://127.0.0.1:" + port("desk" + desk)),
                Files.readString(folder.resolve("data").resolve("admin.token")).strip());
    }

    /** The metrics of the jobs' process. */
    String metricsOfJobs() throws Exception {
        return get(port("jobs"), "/metrics").body();
    }

    Connection database() throws SQLException {
        return DriverManager.getConnection(
                postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    /** Until the archive has as many frames of a wave as were acknowledged. */
    void awaitArchived(Wave wave) throws Exception {
        await(
                "the archive has " + wave.acknowledged() + " frames of " + wave.prefix(),
                () -> {
                    try (Connection database = database();
                            PreparedStatement count =
                                    database.prepareStatement(
                                            """
                                            select count(*) from point_value v
                                            join device_name d on d.id = v.device
                                            join point_name p on p.id = v.point
                                            where p.point = 'tilt' and d.device like ?
                                            """)) {
                        count.setString(1, wave.prefix() + "%");
                        try (ResultSet row = count.executeQuery()) {
                            return row.next() && row.getInt(1) >= wave.acknowledged();
                        }
                    } catch (SQLException e) {
                        return false;
                    }
                });
    }

    /** Audits it with the command line; the last line is the verdict. */
    List<String> audit() throws Exception {
        Member audit =
                Member.start(
                        "audit",
                        LIBRARIES,
                        List.of("-Xmx256m"),
                        List.of(COMMAND, "audit", "--config", config().toString(), "--wait", "90"),
                        Map.of(),
                        folder);
        await("the audit ends", () -> !audit.isAlive());
        return audit.output().lines().toList();
    }

    /** Runs a command with this cluster's configuration to its end. */
    List<String> command(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(COMMAND));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--config", config().toString()));
        Member command =
                Member.start("command", LIBRARIES, List.of("-Xmx256m"), all, Map.of(), folder);
        await(String.join(" ", arguments) + " ends", () -> !command.isAlive());
        return command.output().lines().toList();
    }

    @Override
    public void close() throws Exception {
        List<Member> all = new ArrayList<>(members.values());
        for (Member member : all.reversed()) {
            if (!member.name().startsWith("kafka")) {
                member.close();
            }
        }
        for (Member member : all) {
            if (member.name().startsWith("kafka")) {
                member.kill();
            }
        }
        http.close();
        postgres.close();
    }

    private int port(String name) {
        return ports.computeIfAbsent(name, any -> freePort());
    }

    private Path config() {
        return folder.resolve("lamplighter.yaml");
    }

    private String bootstrap() {
        return IntStream.rangeClosed(1, size.brokers())
                .mapToObj(i -> "127.0.0.1:" + port("kafka" + i))
                .collect(Collectors.joining(","));
    }

    private void startBrokers() throws Exception {
        String voters =
                IntStream.rangeClosed(1, size.brokers())
                        .mapToObj(i -> i + "@127.0.0.1:" + port("controller" + i))
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
                                    port("kafka" + i),
                                    port("controller" + i),
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
        await(
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
                config(),
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
                                bootstrap(),
                                size.brokers(),
                                Math.max(1, size.brokers() - 1),
                                postgres.jdbcUrl(),
                                postgres.user(),
                                folder.resolve("postgres").resolve("password"),
                                port("jobmanager"),
                                folder.resolve("checkpoints"),
                                port("jobs")));
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
                        "-Djobmanager.rpc.port=" + port("jobmanager rpc"),
                        "-Drest.address=127.0.0.1",
                        "-Drest.bind-address=127.0.0.1",
                        "-Drest.port=" + port("jobmanager"),
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
                        "127.0.0.1:" + port(name),
                        "LAMPLIGHTER_GATEWAY_HTTP_LISTEN",
                        "127.0.0.1:0",
                        "LAMPLIGHTER_GATEWAY_COAP_LISTEN",
                        "127.0.0.1:0",
                        "LAMPLIGHTER_GATEWAY_METRICS_LISTEN",
                        "127.0.0.1:" + port(name + " metrics")));
    }

    private void startJobs() throws IOException {
        startPart("jobs", "jobs", Map.of());
    }

    private void startDesk(int i) throws IOException {
        String name = "desk" + i;
        startPart(name, "desk", Map.of("LAMPLIGHTER_DESK_LISTEN", "127.0.0.1:" + port(name)));
    }

    private void startPart(String name, String command, Map<String, String> environment)
            throws IOException {
        start(
                name,
                LIBRARIES,
                List.of("-Xmx256m"),
                List.of(COMMAND, command, "--config", config().toString()),
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

    private int taskManagers() throws InterruptedException {
        try {
            HttpResponse<String> answer = get(port("jobmanager"), "/overview");
            return answer.statusCode() == 200
                    ? MAPPER.readTree(answer.body()).path("taskmanagers").asInt()
                    : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private boolean answers(int port, String path) throws InterruptedException {
        try {
            return get(port, path).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private HttpResponse<String> get(int port, String path)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(5))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Whether every partition has all its replicas, so that the next broker can die. */
    private boolean isInSync() throws InterruptedException {
        try (Admin admin =
                Admin.create(
                        Map.of(
                                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                                bootstrap(),
                                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                                "4000",
                                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                                "3000"))) {
            List<TopicDescription> topics = new ArrayList<>();
            var names = admin.listTopics().names().get(5, TimeUnit.SECONDS);
            topics.addAll(
                    admin.describeTopics(names).allTopicNames().get(5, TimeUnit.SECONDS).values());
            return topics.stream()
                            .flatMap(topic -> topic.partitions().stream())
                            .allMatch(partition -> partition.isr().size() == size.brokers())
                    && admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).size()
                            == size.brokers();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return false;
        }
    }

    /** A condition that may ask others. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    private void await(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + START.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + START.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
    }

    /** Below those that the system gives to connections, or one could be taken before its use. */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(24_000, 32_000);
            try (ServerSocket socket =
                    new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // the next one, then
            }
        }
    }
}
