// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.bed;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariDataSource;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jdbi.v3.core.Jdbi;
import org.lamplighter.alarm.AlarmCodec;
import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.cases.CaseDecision;
import org.lamplighter.cloudevent.Json;
import org.lamplighter.desk.Database;
import org.lamplighter.desk.cases.CaseBook;
import org.lamplighter.desk.cases.CasesPart;
import org.lamplighter.desk.dispatch.DeliveryOutbox;
import org.lamplighter.desk.dispatch.DispatchConfig;
import org.lamplighter.desk.dispatch.DispatchPart;
import org.lamplighter.desk.dispatch.RetrySchedule;
import org.lamplighter.desk.dispatch.egress.NameResolver;
import org.lamplighter.desk.feed.TopicProvisioner;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.part.DeskServices;
import org.lamplighter.desk.rest.Answer;
import org.lamplighter.desk.rest.Principal;
import org.lamplighter.desk.rest.Request;
import org.lamplighter.desk.rest.RestConfig;
import org.lamplighter.desk.rest.Route;
import org.lamplighter.desk.seal.MasterKeyFile;
import org.lamplighter.log.Topic;
import org.lamplighter.trouble.Trouble;
import org.lamplighter.trouble.TroubleCodec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** A database, topics and any number of desks on them. Close it at the end of the test. */
public final class DeskBed implements AutoCloseable {
    /** Tries in quick succession. */
    public static final RetrySchedule QUICK =
            new RetrySchedule(
                    List.of(Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(20)),
                    0);

    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final DeskServices services;
    private final String prefix;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<AutoCloseable> running = new ArrayList<>();

    /** One desk's parts. */
    public record Running(CasesPart cases, DispatchPart dispatch) implements AutoCloseable {
        @Override
        public void close() {
            cases.close();
            dispatch.close();
        }

        public CaseBook book() {
            return cases.book();
        }

        /** Calls a route's handler as the server would. */
        public Answer call(
                Route.Method method, String path, Map<String, String> pathValues, String body) {
            return call(method, path, pathValues, Map.of(), Map.of(), body);
        }

        public Answer call(
                Route.Method method,
                String path,
                Map<String, String> pathValues,
                Map<String, String> queries,
                Map<String, String> headers,
                String body) {
            List<Route> routes = new ArrayList<>(cases.routes());
            routes.addAll(dispatch.routes());
            Route route =
                    routes.stream()
                            .filter(each -> each.method() == method && each.path().equals(path))
                            .findFirst()
                            .orElseThrow();
            try {
                return route.handler()
                        .answer(
                                new Request(
                                        path,
                                        pathValues,
                                        queries,
                                        headers,
                                        body.getBytes(StandardCharsets.UTF_8),
                                        new Principal("test")));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private DeskBed(HikariDataSource pool, DeskServices services, String prefix) {
        this.pool = pool;
        this.jdbi = services.jdbi();
        this.services = services;
        this.prefix = prefix;
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                Servers.shared().bootstrapServers(),
                                "linger.ms",
                                0),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    /** A fresh database and fresh topics with two partitions. */
    public static DeskBed make(Path directory) {
        String name = Servers.freshName();
        HikariDataSource pool = Servers.shared().database(name);
        Database.migrate(pool);
        DeskConfig config =
                new DeskConfig(
                        directory,
                        new DeskConfig.Database(pool.getJdbcUrl(), pool.getUsername(), "", 10),
                        new DeskConfig.Kafka(
                                Servers.shared().bootstrapServers(),
                                name + ".",
                                2,
                                (short) 1,
                                (short) 1,
                                Map.of()),
                        new RestConfig("127.0.0.1", 0, Duration.ofSeconds(1)));
        try {
            TopicProvisioner.provision(config.kafka());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        DeskServices services =
                new DeskServices(
                        config,
                        pool,
                        Jdbi.create(pool),
                        MasterKeyFile.readOrCreate(directory.resolve("master.key")),
                        new SimpleMeterRegistry(),
                        InstantSource.system());
        return new DeskBed(pool, services, name + ".");
    }

    public Jdbi jdbi() {
        return jdbi;
    }

    public DeskServices services() {
        return services;
    }

    /** Starts a desk that may send to this machine and tries quickly. */
    public Running startDesk() {
        return startDesk(
                new DispatchConfig(
                        List.of(), true, Duration.ofSeconds(2), QUICK, NameResolver.SYSTEM));
    }

    public Running startDesk(DispatchConfig config) {
        DeliveryOutbox outbox = new DeliveryOutbox(services.clock());
        CasesPart cases = new CasesPart(services, outbox, true, ZoneOffset.UTC);
        DispatchPart dispatch = new DispatchPart(services, config, outbox, cases.book());
        dispatch.start();
        cases.start();
        Running desk = new Running(cases, dispatch);
        running.add(desk);
        return desk;
    }

    /** Appends snapshots to the topic troubles and returns once the log has them. */
    public void announce(Trouble... troubles) {
        List<Future<?>> sent = new ArrayList<>();
        for (Trouble trouble : troubles) {
            sent.add(
                    producer.send(
                            new ProducerRecord<>(
                                    Topic.TROUBLES.name(prefix),
                                    CaseDecision.keyOf(trouble.kind(), trouble.scope())
                                            .getBytes(StandardCharsets.UTF_8),
                                    TroubleCodec.toJson(trouble))));
        }
        sent.forEach(DeskBed::await);
    }

    /** Where the log puts this trouble. */
    public TopicPartition partitionOf(Trouble trouble) {
        String topic = Topic.TROUBLES.name(prefix);
        byte[] key =
                CaseDecision.keyOf(trouble.kind(), trouble.scope())
                        .getBytes(StandardCharsets.UTF_8);
        return new TopicPartition(
                topic,
                BuiltInPartitioner.partitionForKey(key, producer.partitionsFor(topic).size()));
    }

    public String bootstrapServers() {
        return Servers.shared().bootstrapServers();
    }

    public void announce(AlarmEvent alarm) {
        await(
                producer.send(
                        new ProducerRecord<>(
                                Topic.ALARMS.name(prefix),
                                alarm.device().value().getBytes(StandardCharsets.UTF_8),
                                AlarmCodec.toJson(alarm))));
    }

    /** Appends any bytes to the topic troubles. */
    public void announceBytes(String key, String bytes) {
        await(
                producer.send(
                        new ProducerRecord<>(
                                Topic.TROUBLES.name(prefix),
                                key.getBytes(StandardCharsets.UTF_8),
                                bytes.getBytes(StandardCharsets.UTF_8))));
    }

    /** Everything in the topic case-decisions. */
    public List<CaseDecision> decisions() {
        List<CaseDecision> decisions = new ArrayList<>();
        String topic = Topic.CASE_DECISIONS.name(prefix);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", Servers.shared().bootstrapServers()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(topic, info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> decisions.add(CaseDecision.parse(record.value())));
            }
        }
        return decisions;
    }

    /** A number that a query gives. */
    public long count(String sql) {
        return jdbi.withHandle(handle -> handle.select(sql).mapTo(Long.class).one());
    }

    /** The texts that a query gives. */
    public List<String> texts(String sql) {
        return jdbi.withHandle(handle -> handle.select(sql).mapTo(String.class).list());
    }

    /** Waits until a query gives this number. */
    public void untilCount(String sql, long wanted) {
        Eventually.until(() -> count(sql) == wanted, () -> sql + " gives " + count(sql));
    }

    /** The JSON of an answer. */
    public static JsonNode json(Answer answer) {
        return switch (answer) {
            case Answer.Json json -> json.body();
            case Answer.Refused refused -> refused.problem().toJson("/");
            case Answer.Text text -> Json.object().put("text", text.body());
            case Answer.Empty empty -> Json.object();
        };
    }

    public static int status(Answer answer) {
        return switch (answer) {
            case Answer.Json json -> json.status();
            case Answer.Refused refused -> refused.problem().kind().status();
            case Answer.Text text -> text.status();
            case Answer.Empty empty -> empty.status();
        };
    }

    /** Headers by name, for a request. */
    public static Map<String, String> headers(String... namesAndValues) {
        Map<String, String> headers = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : running) {
            each.close();
        }
        producer.close();
        pool.close();
    }

    private static void await(Future<?> future) {
        try {
            future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
