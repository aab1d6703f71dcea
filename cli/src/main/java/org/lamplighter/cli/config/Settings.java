// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.config;

import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.rest.RestConfig;
import org.lamplighter.gateway.GatewayConfig;
import org.lamplighter.gateway.bridge.BridgeConfig;
import org.lamplighter.gateway.coap.CoapLimits;
import org.lamplighter.gateway.transport.ListenAddress;
import org.lamplighter.jobs.JobsConfig;
import org.lamplighter.jobs.cluster.StateBackend;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** All settings, in the order of the guide. */
public final class Settings {
    private static final List<Setting<?>> ALL = new ArrayList<>();
    private static final GatewayConfig GATEWAY = GatewayConfig.defaults();
    private static final JobsConfig JOBS = JobsConfig.defaults();

    public static final Setting<Path> DATA =
            add("data", Kind.path(), Path.of("data"), "where everything is kept");

    public static final Setting<Integer> PORT_OFFSET =
            add("port-offset", Kind.integer(0, 50_000), 0, "added to every port");

    public static final Setting<LogTarget> LOG_TO =
            add(
                    "log-to",
                    Kind.word(LogTarget.class),
                    LogTarget.FILE,
                    "where a part on its own logs: to a file in the folder logs under data, or to"
                            + " its standard output");

    public static final Setting<String> KAFKA_BOOTSTRAP_SERVERS =
            add(
                    "kafka.bootstrap-servers",
                    Kind.text("HOST:PORT with commas"),
                    "127.0.0.1:9092",
                    "the brokers of a part on its own; up has its own broker");

    public static final Setting<String> KAFKA_TOPIC_PREFIX =
            add(
                    "kafka.topic-prefix",
                    Kind.text("text"),
                    "",
                    "put before each topic's name, also before the names of Flink jobs; for parts"
                            + " on their own");

    public static final Setting<Integer> KAFKA_REPLICATION_FACTOR =
            add(
                    "kafka.replication-factor",
                    Kind.integer(1, 9),
                    3,
                    "copies of each topic that a desk on its own makes; it waits for so many"
                            + " brokers");

    public static final Setting<Integer> KAFKA_MIN_INSYNC_REPLICAS =
            add(
                    "kafka.min-insync-replicas",
                    Kind.integer(1, 9),
                    2,
                    "copies that must have a record before it is acknowledged, of topics that a"
                            + " desk on its own makes");

    public static final Setting<String> DATABASE_URL =
            add(
                    "database.url",
                    Kind.text("jdbc:postgresql://HOST:PORT/DATABASE"),
                    "jdbc:postgresql://127.0.0.1:5432/lamplighter",
                    "the database of a part on its own, with TimescaleDB or without; up has its"
                            + " own");

    public static final Setting<String> DATABASE_USER =
            add("database.user", Kind.text("text"), "lamplighter", "the role there");

    public static final Setting<Path> DATABASE_PASSWORD_FILE =
            add(
                    "database.password-file",
                    Kind.file(),
                    Path.of(""),
                    "a file whose only line is that role's password; none if it needs none");

    public static final Setting<String> GATEWAY_NAME =
            add(
                    "gateway.name",
                    Kind.gatewayName(),
                    GATEWAY.name(),
                    "tells gateways apart in frame ids and sources");

    public static final Setting<Duration> GATEWAY_LINGER =
            add(
                    "gateway.linger",
                    Kind.duration(Duration.ZERO, Duration.ofSeconds(1)),
                    GATEWAY.kafka().linger(),
                    "how long a batch for the log waits for more frames: more costs each"
                            + " acknowledgement latency, less costs the broker flushes");

    public static final Setting<Long> GATEWAY_BUFFER_MEMORY =
            add(
                    "gateway.buffer-memory",
                    Kind.size(8L << 20, 1L << 30),
                    GATEWAY.kafka().bufferMemory(),
                    "what the gateway's Kafka producer may hold");

    public static final Setting<Integer> GATEWAY_EVENT_LOOPS =
            add(
                    "gateway.event-loops",
                    Kind.integer(1, 64),
                    GATEWAY.eventLoops(),
                    "threads that serve device connections");

    public static final Setting<Integer> GATEWAY_CONNECTIONS_TOTAL =
            add(
                    "gateway.connections.total",
                    Kind.integer(1, 1_000_000),
                    GATEWAY.limits().connections().total(),
                    "connections of one listener");

    public static final Setting<Integer> GATEWAY_CONNECTIONS_PER_ADDRESS =
            add(
                    "gateway.connections.per-address",
                    Kind.integer(1, 1_000_000),
                    GATEWAY.limits().connections().perAddress(),
                    "those of them from one address; devices behind one NAT share it");

    public static final Setting<Integer> GATEWAY_IN_FLIGHT_FRAMES =
            add(
                    "gateway.in-flight.frames",
                    Kind.integer(1, 10_000_000),
                    GATEWAY.limits().inFlight().frames(),
                    "frames not yet in the log above which connections are read no further ahead;"
                            + " at twice as many frames are refused");

    public static final Setting<Long> GATEWAY_IN_FLIGHT_BYTES =
            add(
                    "gateway.in-flight.bytes",
                    Kind.size(1L << 20, 4L << 30),
                    GATEWAY.limits().inFlight().bytes(),
                    "the same for their bytes");

    public static final Setting<Integer> GATEWAY_MQTT_WINDOW =
            add(
                    "gateway.mqtt.window",
                    Kind.integer(1, 65_535),
                    GATEWAY.limits().mqtt().window(),
                    "publishes in flight on one connection, announced as Receive Maximum");

    public static final Setting<Duration> GATEWAY_MQTT_MAX_KEEP_ALIVE =
            add(
                    "gateway.mqtt.max-keep-alive",
                    Kind.duration(Duration.ofSeconds(5), Duration.ofSeconds(65_535)),
                    GATEWAY.limits().mqtt().maxKeepAlive(),
                    "the longest keep-alive, also for clients that ask for none");

    public static final Setting<Integer> GATEWAY_MQTT_CONNECTIONS_PER_DEVICE =
            add(
                    "gateway.mqtt.connections-per-device",
                    Kind.integer(1, 10_000),
                    GATEWAY.limits().mqtt().connectionsPerDevice(),
                    "MQTT connections of one device");

    public static final Setting<Switch> GATEWAY_COAP =
            add(
                    "gateway.coap.dtls",
                    Kind.word(Switch.class),
                    Switch.ON,
                    "CoAP over DTLS with devices' keys, port 5684 (UDP)");

    public static final Setting<Switch> GATEWAY_COAP_PLAIN =
            add(
                    "gateway.coap.plain",
                    Kind.word(Switch.class),
                    Switch.OFF,
                    "CoAP without DTLS, where a device's token crosses the network readable:"
                            + " `?token=`, port 5683 (UDP)");

    public static final Setting<Integer> GATEWAY_COAP_SESSIONS =
            add(
                    "gateway.coap.sessions",
                    Kind.integer(1, 1_000_000),
                    CoapLimits.DEFAULT.sessions(),
                    "DTLS sessions that are held; beyond, those that were quiet for 30 minutes make"
                            + " room");

    public static final Setting<List<BridgeConfig>> GATEWAY_BRIDGES =
            add(
                    "gateway.bridges",
                    BridgeKind.bridges(),
                    List.of(),
                    "MQTT 5 brokers that frames come from, see below");

    public static final Setting<ListenAddress> GATEWAY_MQTT_LISTEN =
            add(
                    "gateway.mqtt.listen",
                    Kind.listen(),
                    GATEWAY.listen().mqtt(),
                    "where a gateway on its own serves MQTT, without TLS");

    public static final Setting<ListenAddress> GATEWAY_HTTP_LISTEN =
            add(
                    "gateway.http.listen",
                    Kind.listen(),
                    GATEWAY.listen().http(),
                    "where a gateway on its own serves devices by HTTP, without TLS");

    public static final Setting<ListenAddress> GATEWAY_COAP_LISTEN =
            add(
                    "gateway.coap.listen",
                    Kind.listen(),
                    ListenAddress.loopback(5684),
                    "where a gateway on its own serves CoAP over DTLS (UDP)");

    public static final Setting<ListenAddress> GATEWAY_COAP_PLAIN_LISTEN =
            add(
                    "gateway.coap.plain-listen",
                    Kind.listen(),
                    ListenAddress.loopback(5683),
                    "where a gateway on its own serves CoAP without DTLS (UDP), where that is on");

    public static final Setting<ListenAddress> GATEWAY_METRICS_LISTEN =
            add(
                    "gateway.metrics-listen",
                    Kind.listen(),
                    GATEWAY.listen().metrics(),
                    "where a gateway on its own serves /metrics and /health");

    public static final Setting<Integer> JOBS_PARALLELISM =
            add(
                    "jobs.parallelism",
                    Kind.integer(1, 128),
                    JOBS.execution().parallelism(),
                    "subtasks of each step of the Flink jobs");

    public static final Setting<StateBackend> JOBS_STATE_BACKEND =
            add(
                    "jobs.state-backend",
                    Kind.word(StateBackend.class),
                    JOBS.execution().stateBackend(),
                    "where the jobs keep their state: on the heap, or in RocksDB on the disk");

    public static final Setting<Duration> JOBS_CHECKPOINT_INTERVAL =
            add(
                    "jobs.checkpoint-interval",
                    Kind.duration(Duration.ofMillis(100), Duration.ofMinutes(10)),
                    JOBS.execution().checkpointInterval(),
                    "how often that state is saved");

    public static final Setting<String> JOBS_CLUSTER =
            add(
                    "jobs.cluster",
                    Kind.text("http://HOST:PORT"),
                    "",
                    "the REST address of a Flink cluster that takes the jobs; without one they run"
                            + " in the process of jobs");

    public static final Setting<Path> JOBS_JAR =
            add(
                    "jobs.jar",
                    Kind.file(),
                    Path.of(""),
                    "the job jar that goes there; without one, that of this installation");

    public static final Setting<Path> JOBS_CHECKPOINTS =
            add(
                    "jobs.checkpoints",
                    Kind.path(),
                    Path.of(""),
                    "where checkpoints are kept, checkpoints under data without it; for a cluster a"
                            + " folder that JobManager, TaskManagers and jobs see under this name");

    public static final Setting<ListenAddress> JOBS_METRICS_LISTEN =
            add(
                    "jobs.metrics-listen",
                    Kind.listen(),
                    new ListenAddress(JOBS.listen().host(), JOBS.listen().metricsPort()),
                    "where jobs on their own serve /metrics and /health");

    public static final Setting<ListenAddress> DESK_LISTEN =
            add(
                    "desk.listen",
                    Kind.listen(),
                    new ListenAddress(RestConfig.defaults().host(), RestConfig.defaults().port()),
                    "where a desk on its own serves page, REST, /metrics and /health");

    public static final Setting<Integer> DESK_DATABASE_CONNECTIONS =
            add(
                    "desk.database-connections",
                    Kind.integer(2, 200),
                    DeskConfig.Database.DEFAULT_CONNECTIONS,
                    "connections of the desk to its database");

    public static final Setting<Integer> DESK_FRAME_PARTITIONS =
            add(
                    "desk.frame-partitions",
                    Kind.integer(1, 64),
                    DeskConfig.Kafka.local(0).framePartitions(),
                    "partitions of the log of frames; looked at when the log is made, on the first"
                            + " start of a data directory");

    public static final Setting<Duration> ARCHIVE_RETENTION =
            add(
                    "archive.retention",
                    Kind.duration(Duration.ofDays(30), Duration.ofDays(36_500)),
                    DeskConfig.Archive.defaults().readings(),
                    "how long readings are kept, by their event time; a month, or on TimescaleDB"
                            + " seven days, goes when all of it is older");

    public static final Setting<Duration> ARCHIVE_QUARANTINE_RETENTION =
            add(
                    "archive.quarantine-retention",
                    Kind.duration(DeskConfig.Archive.SHORTEST_QUARANTINE, Duration.ofDays(36_500)),
                    DeskConfig.Archive.defaults().quarantine(),
                    "how long frames that could not be decoded are kept for a replay, by their log"
                            + " time");

    private Settings() {}

    /** Each of them once. */
    public static List<Setting<?>> all() {
        return List.copyOf(ALL);
    }

    private static <T> Setting<T> add(String key, Kind<T> kind, T fallback, String purpose) {
        Setting<T> setting = new Setting<>(key, kind, fallback, purpose);
        ALL.add(setting);
        return setting;
    }
}
