// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.testing.Await;
import org.lamplighter.desk.testing.DeskClient;
import org.lamplighter.desk.testing.DeskClient.Told;
import org.lamplighter.desk.testing.RealServers;
import org.lamplighter.desk.testing.TopicReader;
import org.lamplighter.log.Change;
import org.lamplighter.log.FrameRecords;
import org.lamplighter.log.Topic;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Parameters overridden over REST, up to the change that the jobs read. */
class ParameterOverrideIT {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final String SCOPES =
            "path: a scope must be all, profile:<profile>, tag:<tag>, area:<area> or"
                    + " device:<device>, of at most 200 characters; write it so, such as"
                    + " device:C-17";

    private static Optional<DeskConfig> config = Optional.empty();
    private static Optional<Desk> desk = Optional.empty();
    private static Optional<DeskClient> opened = Optional.empty();

    @BeforeAll
    static void start() throws Exception {
        DeskConfig fresh = RealServers.freshDesk();
        config = Optional.of(fresh);
        Desk started = Desk.start(fresh);
        desk = Optional.of(started);
        DeskClient client = new DeskClient(started.address(), fresh.data());
        opened = Optional.of(client);
        Await.until("ready", BOUND, () -> client.get("/health/ready").status() == 200);
    }

    @AfterAll
    static void stop() {
        opened.ifPresent(DeskClient::close);
        desk.ifPresent(Desk::close);
    }

    @Test
    void anOverrideReachesEveryPartitionOfTheLogWithinTwoSeconds() throws Exception {
        DeskConfig.Kafka kafka = config.orElseThrow().kafka();
        try (TopicReader rules = new TopicReader(kafka, Topic.RULES);
                TopicReader frames = new TopicReader(kafka, Topic.FRAMES)) {
            Told told = override("tag:underpass", "{\"sewer-overflow.hold\":\"5s\"}");
            assertThat(told.status()).as(told.body()).isEqualTo(200);
            long taken = System.nanoTime();
            long version = told.json().path("version").asLong();
            List<ConsumerRecord<byte[], byte[]>> logged =
                    frames.until(
                            "the change in each partition",
                            BOUND,
                            seen -> of(seen, version).size() == kafka.framePartitions());
            ConsumerRecord<byte[], byte[]> fed =
                    of(
                                    rules.until(
                                            "the change in the feed",
                                            BOUND,
                                            seen -> of(seen, version).size() == 1),
                                    version)
                            .getFirst();
            assertThat(Duration.ofNanos(System.nanoTime() - taken))
                    .isLessThan(Duration.ofSeconds(2));
            assertThat(new String(fed.key(), StandardCharsets.UTF_8)).isEqualTo("cover");
            assertThat(of(logged, version).stream().map(ConsumerRecord::partition).distinct())
                    .hasSize(kafka.framePartitions());
            for (ConsumerRecord<byte[], byte[]> record : of(logged, version)) {
                assertThat(record.value()).isEqualTo(fed.value());
                assertThat(record.headers().lastHeader(FrameRecords.TYPE).value())
                        .isEqualTo(FrameRecords.CHANGE_TYPE.getBytes(StandardCharsets.UTF_8));
            }
            JsonNode body = body(fed);
            assertThat(body.path("pack").asText()).isEqualTo("cover");
            assertThat(body.path("yaml").asText()).contains("- id: sewer-overflow");
            JsonNode override = body.path("overrides").path(0);
            assertThat(override.path("scope").asText()).isEqualTo("tag:underpass");
            assertThat(override.path("parameter").asText()).isEqualTo("sewer-overflow.hold");
            assertThat(override.path("value").asText()).isEqualTo("5s");
        }
    }

    @Test
    void aParameterOfAPolicyIsSetForAnAreaAndReachesTheLog() throws Exception {
        try (TopicReader rules = new TopicReader(config.orElseThrow().kafka(), Topic.RULES)) {
            Told told = override("area:drainage_main=M3", "{\"area-overflow.devices\":3}");
            assertThat(told.status()).as(told.body()).isEqualTo(200);
            long version = told.json().path("version").asLong();
            List<ConsumerRecord<byte[], byte[]>> fed =
                    rules.until("the change", BOUND, seen -> of(seen, version).size() == 1);
            assertThat(body(of(fed, version).getFirst()).path("overrides"))
                    .extracting(
                            each ->
                                    each.path("scope").asText()
                                            + " "
                                            + each.path("parameter").asText()
                                            + " = "
                                            + each.path("value").asText())
                    .contains("area:drainage_main=M3 area-overflow.devices = 3");
        } finally {
            assertThat(override("area:drainage_main=M3", "{}").status()).isEqualTo(200);
        }
        assertThat(override("tag:hill", "{\"area-overflow.devices\":3}").faults())
                .containsExactly(
                        "area-overflow.devices: area-overflow is decided for an area as a whole,"
                                + " not for tag:hill; its scope is all or"
                                + " area:drainage_main=<value>");
    }

    @Test
    void theSameOverrideAgainIsNoChange() throws Exception {
        Told first = override("device:C-1", "{\"cover-displaced.limit\":20}");
        Told again = override("device:C-1", "{\"cover-displaced.limit\":20}");
        assertThat(again.body()).isEqualTo(first.body());
    }

    @Test
    void saysEachParameterThatCannotBeInForceAndChangesNothing() throws Exception {
        long before = changes();
        Told told =
                override(
                        "device:C-17",
                        "{\"cover-displaced.limit\":80,\"cover-displaced.limits\":20,"
                                + "\"cover-displacd.limit\":20,\"limit\":20,"
                                + "\"cover-displaced.hold\":\"soon\",\"sewer-overflow.hold\":null,"
                                + "\"methane-high.limit\":30}");
        assertThat(told.status()).isEqualTo(422);
        assertThat(told.faults())
                .containsExactly(
                        "sewer-overflow.hold: a value must be a number or a duration, but is null;"
                                + " leave the parameter out to take its override away");
        told =
                override(
                        "device:C-17",
                        "{\"cover-displaced.limit\":80,\"cover-displaced.limits\":20,"
                                + "\"cover-displacd.limit\":20,\"limit\":20,"
                                + "\"cover-displaced.hold\":\"soon\",\"methane-high.limit\":30}");
        assertThat(told.status()).isEqualTo(422);
        assertThat(told.faults())
                .containsExactly(
                        "cover-displacd.limit: the pack has no rule \"cover-displacd\"; did you"
                                + " mean \"cover-displaced\"?",
                        "cover-displaced.hold: cover-displaced.hold is a duration, not \"soon\";"
                                + " write a whole number and ms, s, m, h or d, such as 1m",
                        "cover-displaced.limit: cover-displaced.limit is 5 to 60, not 80; choose a"
                                + " value within",
                        "cover-displaced.limits: the rule \"cover-displaced\" has no parameter"
                                + " \"limits\"; did you mean \"limit\"?",
                        "limit: a parameter is written <rule>.<parameter>; see GET /api/v1/rules"
                                + " for the packs, their rules and parameters");
        assertThat(changes()).isEqualTo(before);
    }

    @Test
    void saysWhichScopesThereAre() throws Exception {
        for (String scope : List.of("nowhere", "device:", "road:R1", "tag:" + "x".repeat(197))) {
            assertThat(override(scope, "{\"cover-displaced.limit\":20}").faults())
                    .as(scope)
                    .containsExactly(SCOPES);
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> of(
            List<ConsumerRecord<byte[], byte[]>> records, long version) {
        return records.stream()
                .filter(record -> Change.parse(record.value()).version() == version)
                .toList();
    }

    private static JsonNode body(ConsumerRecord<byte[], byte[]> record) {
        return switch (Change.parse(record.value()).effect()) {
            case Change.Effect.Put put -> put.body();
            case Change.Effect.Delete delete -> throw new AssertionError("deleted");
        };
    }

    private static Told override(String scope, String body) throws Exception {
        return opened.orElseThrow().call("PUT", "/api/v1/rules/cover/parameters/" + scope, body);
    }

    private static long changes() throws Exception {
        try (Connection connection = RealServers.connect(config.orElseThrow());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from change")) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        }
    }
}
