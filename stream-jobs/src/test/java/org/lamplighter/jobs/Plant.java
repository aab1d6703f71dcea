// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.lamplighter.desk.feed.TopicProvisioner;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.embedded.EmbeddedKafka;
import org.lamplighter.embedded.EmbeddedPostgres;
import org.lamplighter.jobs.archive.Database;
import org.lamplighter.jobs.cluster.JobRunner;
import org.lamplighter.jobs.topic.KafkaTopics;
import org.lamplighter.log.Change;
import org.lamplighter.log.FrameRecords;
import org.lamplighter.log.Header;
import org.lamplighter.log.LaneAccount;
import org.lamplighter.log.Tick;
import org.lamplighter.log.Topic;
import org.lamplighter.profile.ShippedProfiles;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.FrameId;
import org.lamplighter.reading.Payload;
import org.lamplighter.registry.Credentials;
import org.lamplighter.registry.Device;
import org.lamplighter.registry.Location;
import org.lamplighter.rule.ShippedPacks;
import org.postgresql.ds.PGSimpleDataSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Topics and a database of its own, on the real Kafka and PostgreSQL of this JVM, and what a
 * gateway and a desk write into them.
 */
final class Plant implements AutoCloseable {
    static final int PARTITIONS = 4;

    /** State is saved often, so that a kill falls behind a checkpoint. */
    static final JobRunner.Execution EXECUTION =
            JobsConfig.defaults().execution().withCheckpointInterval(Duration.ofSeconds(2));

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path directory;
    private final KafkaTopics topics;
    private final PGSimpleDataSource database;
    private final Connection connection;
    private final KafkaProducer<byte[], byte[]> producer;
    private long counter;
    private long version;

    Plant(Path directory) throws IOException, SQLException {
        this.directory = directory;
        Servers servers = Servers.STARTED;
        String name = "plant" + servers.plants.incrementAndGet();
        this.topics = new KafkaTopics(servers.kafka.bootstrapServers(), name + ".", Map.of());
        TopicProvisioner.provision(
                new DeskConfig.Kafka(
                        topics.bootstrapServers(),
                        topics.prefix(),
                        PARTITIONS,
                        (short) 1,
                        (short) 1,
                        Map.of()));
        try (Connection connection = servers.postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        this.database = new PGSimpleDataSource();
        database.setURL(servers.postgres.jdbcUrl().replaceFirst("postgres$", name));
        database.setUser(servers.postgres.user());
        database.setPassword(servers.postgres.password());
        org.lamplighter.desk.Database.migrate(database);
        // one for all that is asked: making one takes longer than an answer
        this.connection = database.getConnection();
        Properties properties = topics.clientProperties();
        properties.setProperty("acks", "all");
        properties.setProperty("linger.ms", "1");
        this.producer =
                new KafkaProducer<>(
                        properties, new ByteArraySerializer(), new ByteArraySerializer());
        this.counter = FrameId.firstCounterOf(Instant.now());
        ShippedProfiles.all()
                .forEach(
                        shipped ->
                                register(
                                        Change.Kind.PROFILE,
                                        shipped.id(),
                                        object().put("id", shipped.id())
                                                .put("yaml", shipped.yaml())));
        ShippedPacks.all()
                .forEach(
                        pack ->
                                register(
                                        Change.Kind.RULES,
                                        pack.name(),
                                        object().put("pack", pack.name())
                                                .put("yaml", pack.yaml())));
    }

    /**
     * Started with the first plant and stopped with the JVM: a start costs more than most tests.
     */
    private static final class Servers {
        private static final Servers STARTED = new Servers();

        private final AtomicInteger plants = new AtomicInteger();
        private final EmbeddedKafka kafka;
        private final EmbeddedPostgres postgres;

        private Servers() {
            Path home = Path.of("target", "servers", Long.toString(ProcessHandle.current().pid()));
            try {
                Files.createDirectories(home);
            } catch (IOException e) {
                throw new UncheckedIOException("no directory for the servers", e);
            }
            kafka = EmbeddedKafka.start(home.resolve("kafka"), 0);
            postgres = EmbeddedPostgres.start(home.resolve("postgres"), 0);
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(
                                    () -> {
                                        kafka.close();
                                        postgres.close();
                                    }));
        }
    }

    KafkaTopics topics() {
        return topics;
    }

    TopicPartition frames(int partition) {
        return new TopicPartition(topics.name(Topic.FRAMES), partition);
    }

    JobsConfig config() {
        return JobsConfig.defaults()
                .withTopics(topics)
                .withDatabase(
                        new Database(
                                Objects.requireNonNull(database.getURL()),
                                Objects.requireNonNull(database.getUser()),
                                Objects.requireNonNull(database.getPassword())))
                .withDirectory(directory.resolve("jobs"))
                .withListen(new JobRunner.Listen("127.0.0.1", 0, 0))
                .withExecution(EXECUTION);
    }

    // ---- what a desk writes

    void registerCover(String id) {
        append(
                id.getBytes(StandardCharsets.UTF_8),
                FrameRecords.CHANGE_TYPE,
                registerCoverBeforeTheLog(id).toJson());
    }

    /** A cover whose change is no longer in the log, only in the feed. */
    Change registerCoverBeforeTheLog(String id) {
        Device device =
                new Device(
                        new DeviceId(id),
                        "generic-manhole-cover",
                        "",
                        new Location.Unknown(),
                        List.of(),
                        new TreeMap<>(),
                        false,
                        Credentials.NONE);
        return register(Change.Kind.DEVICE, id, device.toJson());
    }

    /** As many at once, in the feed, and if they are to be also in the log. */
    void registerAll(List<Device> devices, boolean alsoInTheLog) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (Device device : devices) {
            Change change = next(Change.Kind.DEVICE, device.id().value(), device.toJson());
            sent.add(toTheFeed(change));
            if (alsoInTheLog) {
                sent.add(
                        toTheLog(
                                change.homes().getFirst().getBytes(StandardCharsets.UTF_8),
                                FrameRecords.CHANGE_TYPE,
                                change.toJson()));
            }
        }
        sent.forEach(Plant::await);
    }

    /** A change that is no longer in the log, only in the feed. */
    Change register(Change.Kind kind, String key, ObjectNode body) {
        Change change = next(kind, key, body);
        await(toTheFeed(change));
        return change;
    }

    private Change next(Change.Kind kind, String key, ObjectNode body) {
        return new Change(kind, key, ++version, new Change.Effect.Put(body));
    }

    private Future<RecordMetadata> toTheFeed(Change change) {
        return producer.send(
                new ProducerRecord<>(
                        change.kind().topic().name(topics.prefix()),
                        change.key().getBytes(StandardCharsets.UTF_8),
                        change.toJson()));
    }

    // ---- what a gateway writes

    void tick() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            RecordHeaders headers = new RecordHeaders();
            headers.add(FrameRecords.TYPE, FrameRecords.TICK_TYPE.getBytes(StandardCharsets.UTF_8));
            await(
                    producer.send(
                            new ProducerRecord<>(
                                    topics.name(Topic.FRAMES),
                                    partition,
                                    null,
                                    null,
                                    new Tick("gw1", List.of("mqtt")).toJson(),
                                    headers)));
        }
    }

    Future<RecordMetadata> frame(String device, String json) {
        return frame(device, json.getBytes(StandardCharsets.UTF_8));
    }

    Future<RecordMetadata> frame(String device, byte[] payload) {
        Frame frame =
                new Frame(
                        new FrameId("gw1", ++counter),
                        new DeviceId(device),
                        "/gw1/mqtt",
                        "v1/frames",
                        Payload.copyOf(payload));
        RecordHeaders headers = new RecordHeaders();
        for (Header header : FrameRecords.headersOf(frame)) {
            headers.add(header.name(), header.value().getBytes(StandardCharsets.UTF_8));
        }
        return producer.send(
                new ProducerRecord<>(
                        topics.name(Topic.FRAMES),
                        null,
                        device.getBytes(StandardCharsets.UTF_8),
                        frame.payload().toByteArray(),
                        headers));
    }

    private void append(byte[] key, String type, byte[] value) {
        await(toTheLog(key, type, value));
    }

    private Future<RecordMetadata> toTheLog(byte[] key, String type, byte[] value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(FrameRecords.TYPE, type.getBytes(StandardCharsets.UTF_8));
        return producer.send(
                new ProducerRecord<>(topics.name(Topic.FRAMES), null, key, value, headers));
    }

    static RecordMetadata await(Future<RecordMetadata> sent) {
        try {
            return sent.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    // ---- what came of it

    /** Everything in a topic now. */
    List<ConsumerRecord<byte[], byte[]>> records(Topic topic) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = partitions(consumer, topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            }
        }
        return all;
    }

    /** How many records a topic has ever had. */
    long count(Topic topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            return consumer.endOffsets(partitions(consumer, topic)).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    /** Waits at the end of a topic for what comes. */
    Tail tail(Topic topic) {
        KafkaConsumer<byte[], byte[]> consumer = consumer();
        List<TopicPartition> partitions = partitions(consumer, topic);
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        return new Tail(consumer);
    }

    /** For one thread. */
    static final class Tail implements AutoCloseable {
        private final KafkaConsumer<byte[], byte[]> consumer;

        private Tail(KafkaConsumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        void awaitNext() {
            assertThat(consumer.poll(PATIENCE)).isNotEmpty();
        }

        @Override
        public void close() {
            consumer.close();
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Properties properties = topics.clientProperties();
        properties.setProperty("auto.offset.reset", "earliest");
        return new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, Topic topic) {
        return consumer.partitionsFor(topics.name(topic)).stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
    }

    /** The latest account of each lane. */
    Map<Integer, LaneAccount> accounts() {
        Map<Integer, LaneAccount> latest = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records(Topic.ACCOUNTS)) {
            LaneAccount account = LaneAccount.parse(record.value());
            latest.put(account.lane(), account);
        }
        return latest;
    }

    long number(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Waits until {@code condition} holds, ticking each quarter second meanwhile, as a gateway
     * does.
     */
    void awaitTicking(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("gave up waiting for " + what).isLessThan(deadline);
            tick();
            LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
        }
    }

    @Override
    public void close() throws SQLException {
        producer.close();
        connection.close();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
