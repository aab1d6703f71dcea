// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.embedded;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/**
 * One Kafka broker and controller (KRaft) in this process, on loopback, whose acknowledgements
 * survive a power cut: every append is flushed before it is acknowledged ({@code
 * log.flush.interval.messages=1}; appends that wait together share a flush).
 *
 * <p>Thread-safe once started. One instance per directory.
 */
public final class EmbeddedKafka implements AutoCloseable {
    /** The largest batch of records that is taken, in bytes; so the largest record, too. */
    public static final int MAX_BATCH_BYTES = 1 << 20;

    /**
     * What a partition keeps at least, in bytes; a segment that it can keep this much without is
     * deleted, the oldest first. Topics that are compacted keep one record of each key instead.
     */
    public static final long RETENTION_BYTES = 20L << 30;

    /** A file of a partition, in bytes: so much is deleted at once. */
    public static final int SEGMENT_BYTES = 1 << 30;

    /** What the thread that compacts topics remembers keys in, in bytes. */
    public static final int CLEANER_BYTES = 16 << 20;

    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private EmbeddedKafka(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts the broker and returns once it answers.
     *
     * @param directory where it keeps everything; formatted if it is empty or absent
     * @param port the broker's port on loopback, or 0 for a free one
     * @throws EmbeddedServerException if the directory cannot be used or the broker does not start
     */
    public static EmbeddedKafka start(Path directory, int port) {
        return start(directory, port, Map.of());
    }

    /**
     * Starts the broker with further broker settings, which win over this class's.
     *
     * @throws EmbeddedServerException if the directory cannot be used or the broker does not start
     */
    public static EmbeddedKafka start(Path directory, int port, Map<String, String> settings) {
        int brokerPort = FreePorts.orNext(port);
        Properties properties = properties(directory, brokerPort, FreePorts.next());
        properties.putAll(settings);
        formatIfNew(directory, properties);
        KafkaRaftServer server;
        try {
            server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
            server.startup();
        } catch (RuntimeException e) {
            throw new EmbeddedServerException(
                    "Kafka did not start on "
                            + directory
                            + ": "
                            + rootMessage(e)
                            + "; if the directory is damaged, restore it from a copy or move it"
                            + " away and start again",
                    e);
        }
        return new EmbeddedKafka(server, "127.0.0.1:" + brokerPort);
    }

    /** Host and port for {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Shuts the broker down cleanly and waits for it. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static Properties properties(Path directory, int brokerPort, int controllerPort) {
        Properties p = new Properties();
        p.setProperty("process.roles", "broker,controller");
        p.setProperty("node.id", "1");
        p.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        p.setProperty(
                "listeners",
                "PLAINTEXT://127.0.0.1:"
                        + brokerPort
                        + ",CONTROLLER://127.0.0.1:"
                        + controllerPort);
        p.setProperty("advertised.listeners", "PLAINTEXT://127.0.0.1:" + brokerPort);
        p.setProperty("controller.listener.names", "CONTROLLER");
        p.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.setProperty("log.dirs", directory.resolve("log").toString());
        // Acknowledged means kept through a power cut, not only through kill -9.
        p.setProperty("log.flush.interval.messages", "1");
        // After kill -9 the old session must end before the broker can register again: 1 s instead
        // of 9.
        p.setProperty("broker.session.timeout.ms", "1000");
        p.setProperty("broker.heartbeat.interval.ms", "200");
        p.setProperty("auto.create.topics.enable", "false");
        p.setProperty("num.partitions", "4");
        p.setProperty("offsets.topic.replication.factor", "1");
        p.setProperty("offsets.topic.num.partitions", "4");
        p.setProperty("transaction.state.log.replication.factor", "1");
        p.setProperty("transaction.state.log.min.isr", "1");
        p.setProperty("transaction.state.log.num.partitions", "1");
        p.setProperty("share.coordinator.state.topic.replication.factor", "1");
        p.setProperty("share.coordinator.state.topic.min.isr", "1");
        p.setProperty("group.initial.rebalance.delay.ms", "0");
        p.setProperty("num.network.threads", "2");
        p.setProperty("num.io.threads", "4");
        p.setProperty("num.recovery.threads.per.data.dir", "2");
        p.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(CLEANER_BYTES));
        p.setProperty("log.retention.bytes", Long.toString(RETENTION_BYTES));
        p.setProperty("log.segment.bytes", Integer.toString(SEGMENT_BYTES));
        p.setProperty("message.max.bytes", Integer.toString(MAX_BATCH_BYTES));
        p.setProperty("controlled.shutdown.enable", "false");
        return p;
    }

    private static void formatIfNew(Path directory, Properties properties) {
        Path log = directory.resolve("log");
        if (Files.exists(log.resolve("meta.properties"))) {
            return;
        }
        if (Files.exists(log.resolve("__cluster_metadata-0"))) {
            throw new EmbeddedServerException(
                    "Kafka's directory "
                            + directory
                            + " is corrupt: meta.properties is missing beside its data; restore it"
                            + " from a copy or move the directory away and start again");
        }
        try {
            Files.createDirectories(log);
            Path file = directory.resolve("format.properties");
            try (var out = Files.newOutputStream(file)) {
                properties.store(out, null);
            }
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            int status =
                    StorageTool.execute(
                            new String[] {
                                "format",
                                "--config",
                                file.toString(),
                                "--cluster-id",
                                Uuid.randomUuid().toString()
                            },
                            new PrintStream(said, true, StandardCharsets.UTF_8));
            if (status != 0) {
                throw new EmbeddedServerException(
                        "Kafka's directory "
                                + directory
                                + " could not be formatted: "
                                + said.toString(StandardCharsets.UTF_8).strip()
                                + "; check its permissions and free space");
            }
            // An early power cut could otherwise leave files of the format unwritten, and the
            // broker unable to start.
            DirectorySync.sync(directory);
        } catch (IOException e) {
            throw new EmbeddedServerException(
                    "Kafka's directory "
                            + directory
                            + " cannot be written: "
                            + e.getMessage()
                            + "; check its permissions and free space",
                    e);
        }
    }

    private static String rootMessage(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
