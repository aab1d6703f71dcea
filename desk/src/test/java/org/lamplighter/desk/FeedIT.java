// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.testing.Await;
import org.lamplighter.desk.testing.DeskClient;
import org.lamplighter.desk.testing.RealServers;
import org.lamplighter.desk.testing.TopicReader;
import org.lamplighter.log.Change;
import org.lamplighter.log.FrameRecords;
import org.lamplighter.log.Topic;
import org.lamplighter.profile.ShippedProfiles;
import org.lamplighter.registry.Credentials;
import org.lamplighter.registry.Device;
import org.lamplighter.rule.ShippedPacks;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The registry's feed on real servers. */
class FeedIT {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final int SHIPPED = ShippedProfiles.all().size() + ShippedPacks.all().size();

    @Test
    void aDeviceReachesGatewaysAndJobsWithinTwoSeconds() throws Exception {
        DeskConfig config = RealServers.freshDesk();
        try (Desk desk = Desk.start(config);
                DeskClient client = new DeskClient(desk.address(), config.data());
                TopicReader devices = new TopicReader(config.kafka(), Topic.DEVICES);
                TopicReader frames = new TopicReader(config.kafka(), Topic.FRAMES)) {
            awaitReady(client);
            for (int i = 0; i < 20; i++) {
                String id = "D-" + i;
                long before = System.nanoTime();
                String token = create(client, id);
                ConsumerRecord<byte[], byte[]> told = last(devices, id);
                ConsumerRecord<byte[], byte[]> logged = last(frames, id);
                assertThat(Duration.ofNanos(System.nanoTime() - before))
                        .isLessThan(Duration.ofSeconds(2));
                Device device = device(told);
                assertThat(device.credentials().accepts(token)).isTrue();
                assertThat(device(logged).credentials()).isEqualTo(Credentials.NONE);
                assertThat(logged.partition())
                        .isEqualTo(
                                BuiltInPartitioner.partitionForKey(
                                        id.getBytes(StandardCharsets.UTF_8),
                                        config.kafka().framePartitions()));
                assertThat(
                                new String(
                                        logged.headers().lastHeader(FrameRecords.TYPE).value(),
                                        StandardCharsets.UTF_8))
                        .isEqualTo(FrameRecords.CHANGE_TYPE);
            }
        }
    }

    @Test
    void theOrderOfVersionsIsTheOrderOfTheTopicUnderConcurrentWriters() throws Exception {
        int writers = 8;
        int each = 25;
        DeskConfig config = RealServers.freshDesk();
        try (Desk desk = Desk.start(config);
                DeskClient client = new DeskClient(desk.address(), config.data());
                TopicReader devices = new TopicReader(config.kafka(), Topic.DEVICES);
                ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                int number = writer;
                running.add(
                        threads.submit(
                                () -> {
                                    for (int i = 0; i < each; i++) {
                                        create(client, "W-" + number + "-" + i);
                                    }
                                    return null;
                                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
            List<Long> versions =
                    versions(
                            devices.until(
                                    "all devices", BOUND, seen -> seen.size() >= writers * each));
            assertThat(versions).hasSize(writers * each).isSorted().doesNotHaveDuplicates();
            assertThat(versions.getFirst()).isEqualTo(SHIPPED + 1L);
            assertThat(versions.getLast()).isEqualTo(SHIPPED + (long) writers * each);
        }
    }

    @Test
    void atMost20000ChangesAreUnderWayAndTheNextWaitInTheDatabase() throws Exception {
        DeskConfig config = RealServers.freshDesk();
        try (Connection connection = RealServers.connect(config);
                Statement statement = connection.createStatement()) {
            try (HikariDataSource pool = Database.pool(config.database())) {
                Database.migrate(pool);
            }
            statement.execute(
                    "insert into change (version, kind, key, body, at, author) select i, 'device',"
                            + " 'gone-' || i, null, now(), 'test' from generate_series(1, "
                            + (20_001 - SHIPPED)
                            + ") i");
            try (Desk desk = Desk.start(config);
                    DeskClient client = new DeskClient(desk.address(), config.data())) {
                awaitReady(client);
                awaitAllSent(config);
            }
            assertThat(batches(statement)).containsExactly(20_000L, 1L);
        }
    }

    @Test
    void changesUnderWayHaveFourMebibytesAndTheLastOfThem() throws Exception {
        DeskConfig config = RealServers.freshDesk();
        try (Connection connection = RealServers.connect(config);
                Statement statement = connection.createStatement()) {
            try (HikariDataSource pool = Database.pool(config.database())) {
                Database.migrate(pool);
            }
            // within what a record of the log may have, but five of them are more than 4 MiB
            statement.execute(
                    "insert into change (version, kind, key, body, at, author) select i, 'device',"
                        + " 'D-' || i, jsonb_build_object('id', 'D-' || i, 'profile',"
                        + " 'generic-manhole-cover', 'name', repeat('x', 900000)), now(), 'test'"
                        + " from generate_series(1, 6) i");
            try (Desk desk = Desk.start(config);
                    DeskClient client = new DeskClient(desk.address(), config.data())) {
                awaitReady(client);
                awaitAllSent(config);
            }
            assertThat(batches(statement)).containsExactly(5L, 1L + SHIPPED);
        }
    }

    /** What goes together is marked together, and then only the next is read. */
    private static List<Long> batches(Statement statement) throws Exception {
        List<Long> batches = new ArrayList<>();
        try (ResultSet row =
                statement.executeQuery(
                        "select count(*) from change group by sent_at order by min(version)")) {
            while (row.next()) {
                batches.add(row.getLong(1));
            }
        }
        return batches;
    }

    @Test
    void afterARestartOnlyWhatWasNotSentIsSent() throws Exception {
        DeskConfig config = RealServers.freshDesk();
        try (Desk desk = Desk.start(config);
                DeskClient client = new DeskClient(desk.address(), config.data())) {
            awaitReady(client);
            create(client, "S-1");
            awaitAllSent(config);
        }
        try (Connection connection = RealServers.connect(config);
                Statement statement = connection.createStatement()) {
            // a change that was committed just before the desk died, and so was never published
            statement.execute(
                    "insert into change (version, kind, key, body, at, author) select max(version)"
                            + " + 1, 'device', 'S-1', null, now(), 'test' from change");
        }
        try (Desk desk = Desk.start(config);
                DeskClient client = new DeskClient(desk.address(), config.data());
                TopicReader devices = new TopicReader(config.kafka(), Topic.DEVICES);
                TopicReader profiles = new TopicReader(config.kafka(), Topic.PROFILES)) {
            awaitReady(client);
            awaitAllSent(config);
            assertThat(versions(devices.until("both", BOUND, seen -> seen.size() >= 2)))
                    .containsExactly(SHIPPED + 1L, SHIPPED + 2L);
            assertThat(versions(profiles.until("profiles", BOUND, seen -> seen.size() >= 4)))
                    .hasSize(ShippedProfiles.all().size())
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void publishesEverythingAgainOnDemand() throws Exception {
        DeskConfig config = RealServers.freshDesk();
        try (Desk desk = Desk.start(config);
                DeskClient client = new DeskClient(desk.address(), config.data());
                TopicReader devices = new TopicReader(config.kafka(), Topic.DEVICES)) {
            create(client, "A-1");
            create(client, "A-2");
            assertThat(client.call("DELETE", "/api/v1/devices/A-1", "").status()).isEqualTo(204);
            awaitAllSent(config);
            assertThat(client.call("POST", "/api/v1/registry/republish", "").body())
                    .isEqualTo("{\"changes\":" + (SHIPPED + 2) + "}");
            List<ConsumerRecord<byte[], byte[]>> records =
                    devices.until("all again", BOUND, seen -> seen.size() >= 5);
            assertThat(versions(records))
                    .containsExactly(
                            SHIPPED + 1L, SHIPPED + 2L, SHIPPED + 3L, SHIPPED + 2L, SHIPPED + 3L);
            assertThat(records.getLast().value()).isNull();
        }
    }

    @Test
    void anotherDeskTakesOverWhenTheLeaderStops() throws Exception {
        DeskConfig config = RealServers.freshDesk();
        try (Desk second = startSecondAndStopFirst(config);
                DeskClient client = new DeskClient(second.address(), config.data());
                TopicReader devices = new TopicReader(config.kafka(), Topic.DEVICES)) {
            create(client, "T-2");
            assertThat(versions(devices.until("both", BOUND, seen -> seen.size() >= 2)))
                    .containsExactly(SHIPPED + 1L, SHIPPED + 2L);
        }
    }

    private static Desk startSecondAndStopFirst(DeskConfig config) throws Exception {
        try (Desk first = Desk.start(config);
                DeskClient client = new DeskClient(first.address(), config.data())) {
            awaitReady(client);
            Desk second = Desk.start(config);
            create(client, "T-1");
            awaitAllSent(config);
            return second;
        }
    }

    private static String create(DeskClient client, String id) throws Exception {
        DeskClient.Told told =
                client.call(
                        "POST",
                        "/api/v1/devices",
                        "{\"id\":\"" + id + "\",\"profile\":\"generic-manhole-cover\"}");
        assertThat(told.status()).as(told.body()).isEqualTo(201);
        return told.json().path("token").asText();
    }

    private static void awaitReady(DeskClient client) throws Exception {
        Await.until("ready", BOUND, () -> client.get("/health/ready").status() == 200);
    }

    private static void awaitAllSent(DeskConfig config) throws Exception {
        try (Connection connection = RealServers.connect(config);
                Statement statement = connection.createStatement()) {
            Await.until(
                    "all sent",
                    BOUND,
                    () -> {
                        try (ResultSet row =
                                statement.executeQuery(
                                        "select count(*) from change where sent_at is null")) {
                            return row.next() && row.getInt(1) == 0;
                        }
                    });
        }
    }

    private static ConsumerRecord<byte[], byte[]> last(TopicReader reader, String device)
            throws Exception {
        return reader
                .until(
                        device,
                        BOUND,
                        seen -> seen.stream().anyMatch(record -> isOf(record, device)))
                .stream()
                .filter(record -> isOf(record, device))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static boolean isOf(ConsumerRecord<byte[], byte[]> record, String device) {
        return record.key() != null
                && new String(record.key(), StandardCharsets.UTF_8).equals(device);
    }

    private static Device device(ConsumerRecord<byte[], byte[]> record) {
        return switch (Change.parse(record.value()).effect()) {
            case Change.Effect.Put put -> Device.parse(put.body());
            case Change.Effect.Delete delete -> throw new AssertionError("deleted");
        };
    }

    private static List<Long> versions(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(
                        record ->
                                Long.valueOf(
                                        new String(
                                                record.headers().lastHeader("version").value(),
                                                StandardCharsets.UTF_8)))
                .toList();
    }
}
