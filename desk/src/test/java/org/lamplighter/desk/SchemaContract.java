// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.desk.archive.ArchivePart;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.part.DeskServices;
import org.lamplighter.desk.part.Part;
import org.lamplighter.desk.quarantine.QuarantinePart;
import org.lamplighter.desk.registry.RegistryPart;
import org.lamplighter.desk.rest.Answer;
import org.lamplighter.desk.rest.Principal;
import org.lamplighter.desk.rest.Request;
import org.lamplighter.desk.rest.Route;
import org.lamplighter.desk.seal.MasterKeyFile;
import org.lamplighter.desk.testing.Await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

/** What migrations and queries must do on every kind of database that the desk runs on. */
abstract class SchemaContract {
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    @TempDir Path directory;

    /** A migrated database, empty but for what the tests before wrote. */
    abstract DataSource migrated() throws Exception;

    /** Whether the archive is a hypertable here. */
    abstract boolean isTimescale();

    private Jdbi jdbi = Jdbi.create("jdbc:none");
    private @Nullable DeskServices services;
    private List<Route> routes = List.of();

    @BeforeEach
    void compose() throws Exception {
        DataSource dataSource = migrated();
        jdbi = Jdbi.create(dataSource);
        services =
                new DeskServices(
                        DeskConfig.defaults(directory),
                        dataSource,
                        jdbi,
                        MasterKeyFile.readOrCreate(directory.resolve("master.key")),
                        new SimpleMeterRegistry(),
                        InstantSource.fixed(NOW));
        List<Part> parts =
                List.of(
                        new RegistryPart(services),
                        new ArchivePart(services),
                        new QuarantinePart(services));
        routes = new ArrayList<>();
        parts.forEach(part -> routes.addAll(part.routes()));
        parts.forEach(
                part -> {
                    part.start();
                    part.close();
                });
    }

    @Test
    void migratingAgainChangesNothing() throws Exception {
        int before = count("select count(*) from flyway_schema_history");
        Database.migrate(migrated());
        assertThat(count("select count(*) from flyway_schema_history")).isEqualTo(before);
    }

    @Test
    void theArchiveIsOfTheKindThatTheDatabaseOffers() throws Exception {
        assertThat(count("select count(*) from pg_extension where extname = 'timescaledb'"))
                .isEqualTo(isTimescale() ? 1 : 0);
        if (isTimescale()) {
            assertThat(
                            count(
                                    "select count(*) from timescaledb_information.hypertables"
                                            + " where hypertable_name = 'point_value'"))
                    .isEqualTo(1);
        } else {
            ArchivePart archive = new ArchivePart(requireNonNull(services));
            archive.start();
            try {
                // the default one, this month's and two ahead
                Await.until(
                        "four partitions",
                        Duration.ofSeconds(10),
                        () ->
                                count(
                                                "select count(*) from pg_inherits where inhparent ="
                                                        + " 'point_value'::regclass")
                                        >= 4);
            } finally {
                archive.close();
            }
        }
    }

    @Test
    void archivesEachValueOnceAndReadsItBackInPages() throws Exception {
        for (int copies = 0; copies < 2; copies++) {
            archive(
                    "A-1",
                    "tilt",
                    List.of(
                            "2026-11-21T07:00:00Z",
                            "2026-11-21T07:30:00Z",
                            "1970-01-01T00:00:00Z"));
            archive("A-1", "open", List.of("2026-11-21T07:00:00Z"));
        }
        assertThat(count("select count(*) from point_value")).isGreaterThanOrEqualTo(4);
        JsonNode first =
                ok(
                        "GET",
                        "/api/v1/devices/{id}/readings",
                        Map.of("id", "A-1"),
                        Map.of("limit", "2"),
                        "");
        assertThat(first.path("readings"))
                .extracting(
                        value -> value.path("time").asText() + " " + value.path("point").asText())
                .containsExactly("2026-11-21T07:00:00Z open", "2026-11-21T07:00:00Z tilt");
        JsonNode second =
                ok(
                        "GET",
                        "/api/v1/devices/{id}/readings",
                        Map.of("id", "A-1"),
                        Map.of("limit", "2", "after", first.path("next").asText()),
                        "");
        assertThat(second.path("readings"))
                .extracting(
                        value -> value.path("time").asText() + " " + value.path("point").asText())
                .containsExactly("2026-11-21T07:30:00Z tilt");
        assertThat(second.has("next")).isFalse();
        JsonNode all =
                ok(
                        "GET",
                        "/api/v1/devices/{id}/readings",
                        Map.of("id", "A-1"),
                        Map.of(
                                "from",
                                "1970-01-01T00:00:00Z",
                                "to",
                                "2027-01-01T00:00:00Z",
                                "point",
                                "tilt"),
                        "");
        assertThat(all.path("readings")).hasSize(3);
        assertThat(all.path("readings").get(0).toString())
                .isEqualTo(
                        "{\"time\":\"1970-01-01T00:00:00Z\",\"point\":\"tilt\",\"value\":3.5,\"seq\":0,"
                            + "\"logTime\":\"2026-11-21T07:59:59Z\",\"quality\":[\"clock-suspect\",\"time-from-received\"]}");
    }

    @Test
    void registersChangesRotatesAndForgetsADevice() throws Exception {
        ok(
                "POST",
                "/api/v1/devices",
                Map.of(),
                Map.of(),
                "{\"id\":\"R-1\",\"profile\":\"generic-manhole-cover\"}");
        JsonNode patched =
                ok(
                        "PATCH",
                        "/api/v1/devices/{id}",
                        Map.of("id", "R-1"),
                        Map.of(),
                        "{\"name\":\"Gate\",\"tags\":[\"b\",\"a\"],\"attributes\":{\"drainage_main\":\"M3\"},"
                            + "\"location\":{\"lon\":121.5,\"lat\":31.2}}");
        assertThat(patched.toString())
                .isEqualTo(
                        "{\"id\":\"R-1\",\"profile\":\"generic-manhole-cover\",\"name\":\"Gate\","
                            + "\"location\":{\"lon\":121.5,\"lat\":31.2},\"tags\":[\"a\",\"b\"],"
                            + "\"attributes\":{\"drainage_main\":\"M3\"},\"disabled\":false,\"tokens\":1}");
        JsonNode rotated =
                ok(
                        "POST",
                        "/api/v1/devices/{id}/credentials",
                        Map.of("id", "R-1"),
                        Map.of(),
                        "{\"replacePsk\":true}");
        assertThat(rotated.path("tokens").asInt()).isEqualTo(2);
        assertThat(rotated.path("psk").asText()).hasSize(32);
        JsonNode atOnce =
                ok(
                        "POST",
                        "/api/v1/devices/{id}/credentials",
                        Map.of("id", "R-1"),
                        Map.of(),
                        "{\"overlap\":\"PT0S\"}");
        assertThat(atOnce.path("tokens").asInt()).isEqualTo(1);
        assertThat(ok("GET", "/api/v1/devices", Map.of(), Map.of("tag", "a"), "").path("devices"))
                .hasSize(1);
        assertThat(call("DELETE", "/api/v1/devices/{id}", Map.of("id", "R-1"), Map.of(), ""))
                .isEqualTo(new Answer.Empty(204));
        List<String> changes =
                jdbi.withHandle(
                        handle ->
                                handle.createQuery(
                                                "select version - min(version) over () || ' ' ||"
                                                        + " (body is null) from change where key ="
                                                        + " 'R-1' order by version")
                                        .mapTo(String.class)
                                        .list());
        assertThat(changes).containsExactly("0 false", "1 false", "2 false", "3 false", "4 true");
    }

    @Test
    void tellsWhoChangedWhatOfADeviceAndWhenAlsoOnceItIsForgotten() throws Exception {
        ok(
                "POST",
                "/api/v1/devices",
                Map.of(),
                Map.of(),
                "{\"id\":\"H-1\",\"profile\":\"generic-manhole-cover\"}");
        ok(
                "PATCH",
                "/api/v1/devices/{id}",
                Map.of("id", "H-1"),
                Map.of(),
                "{\"name\":\"Gate\",\"tags\":[\"a\"]}");
        ok("POST", "/api/v1/devices/{id}/credentials", Map.of("id", "H-1"), Map.of(), "{}");
        JsonNode device = ok("GET", "/api/v1/devices/{id}", Map.of("id", "H-1"), Map.of(), "");
        JsonNode listed = ok("GET", "/api/v1/devices", Map.of(), Map.of("tag", "a"), "");
        assertThat(listed.path("devices")).containsExactly(device);
        assertThat(device.path("author").asText()).isEqualTo("test");
        assertThat(device.path("at").asText()).isEqualTo("2026-11-21T08:00:00Z");
        assertThat(call("DELETE", "/api/v1/devices/{id}", Map.of("id", "H-1"), Map.of(), ""))
                .isEqualTo(new Answer.Empty(204));

        JsonNode first = versions("/api/v1/devices/{id}/versions", "H-1", Map.of("limit", "3"));
        assertThat(first.path("versions"))
                .extracting(each -> each.path("what").asText() + " " + each.path("changed"))
                .containsExactly(
                        "deleted ", "changed [\"credentials\"]", "changed [\"name\",\"tags\"]");
        assertThat(first.path("versions").get(1).path("version")).isEqualTo(device.path("version"));
        JsonNode rest =
                versions(
                        "/api/v1/devices/{id}/versions",
                        "H-1",
                        Map.of("limit", "3", "after", first.path("next").asText()));
        assertThat(rest.has("next")).isFalse();
        assertThat(rest.path("versions")).hasSize(1);
        JsonNode oldest = rest.path("versions").get(0);
        assertThat(oldest.toString())
                .isEqualTo(
                        "{\"version\":"
                                + oldest.path("version")
                                + ",\"at\":\"2026-11-21T08:00:00Z\",\"author\":\"test\",\"what\":"
                                + "\"registered\",\"device\":{\"id\":\"H-1\",\"profile\":"
                                + "\"generic-manhole-cover\",\"name\":\"\",\"tags\":[],"
                                + "\"attributes\":{},\"disabled\":false}}");
    }

    @Test
    void keepsEveryVersionOfAProfileAndPutsAnOldOneBack() throws Exception {
        long first = put(profile("tilt"), "alice").path("version").asLong();
        long second = put(profile("angle"), "bob").path("version").asLong();
        assertThat(put(profile("angle"), "carol").path("version").asLong())
                .as("the same text again")
                .isEqualTo(second);
        String path = "/api/v1/profiles/{id}/versions";
        Map<String, String> old = Map.of("id", "h-tilted", "version", Long.toString(first));
        JsonNode put = ok("POST", path + "/{version}/restore", old, Map.of(), "");
        long third = put.path("version").asLong();

        assertThat(versions(path, "h-tilted", Map.of()).path("versions"))
                .extracting(
                        each ->
                                each.path("version")
                                        + " "
                                        + each.path("author").asText()
                                        + " "
                                        + each.path("restores"))
                .containsExactly(third + " test " + first, second + " bob ", first + " alice ");
        assertThat(ok("GET", "/api/v1/profiles/{id}", Map.of("id", "h-tilted"), Map.of(), ""))
                .isEqualTo(((ObjectNode) put).put("yaml", profile("tilt")));
        assertThat(
                        ok(
                                        "GET",
                                        path + "/{version}",
                                        Map.of("id", "h-tilted", "version", second + ""),
                                        Map.of(),
                                        "")
                                .path("yaml")
                                .asText())
                .isEqualTo(profile("angle"));
        assertThat(
                        versions(path, "h-tilted", Map.of("limit", "1", "after", second + ""))
                                .path("versions")
                                .get(0)
                                .path("version")
                                .asLong())
                .isEqualTo(first);
    }

    private JsonNode versions(String path, String id, Map<String, String> queries)
            throws Exception {
        return ok("GET", path, Map.of("id", id), queries, "");
    }

    private JsonNode put(String yaml, String author) throws Exception {
        Answer answer =
                call(
                        "PUT",
                        "/api/v1/profiles/{id}",
                        Map.of("id", "h-tilted"),
                        Map.of(),
                        yaml,
                        author);
        assertThat(answer).isInstanceOf(Answer.Json.class);
        return ((Answer.Json) answer).body();
    }

    private static String profile(String point) {
        return """
        profile: h-tilted
        kind: manhole-cover
        vendor: test
        model: test
        report: { every: 24h }
        points:
          %s: { unit: deg }
        layout:
          json: { sequence: seq, time: time }
        """
                .formatted(point);
    }

    @Test
    void keepsEveryEditionOfARulePackWithItsOverrides() throws Exception {
        JsonNode pack =
                ok(
                        "PUT",
                        "/api/v1/rules/{pack}/parameters/{scope}",
                        Map.of("pack", "cover", "scope", "device:C-17"),
                        Map.of(),
                        "{\"cover-displaced.limit\":20}");
        assertThat(pack.path("overrides").toString())
                .isEqualTo(
                        "[{\"scope\":\"device:C-17\",\"parameter\":\"cover-displaced.limit\",\"value\":\"20\"}]");
        JsonNode without =
                ok(
                        "PUT",
                        "/api/v1/rules/{pack}/parameters/{scope}",
                        Map.of("pack", "cover", "scope", "device:C-17"),
                        Map.of(),
                        "{}");
        assertThat(without.path("overrides")).isEmpty();
        assertThat(without.path("version").asLong()).isGreaterThan(pack.path("version").asLong());
        assertThat(count("select count(*) from rule_pack_version where name = 'cover'"))
                .isGreaterThanOrEqualTo(3);
    }

    void archive(String device, String point, List<String> times) {
        jdbi.useHandle(
                handle -> {
                    handle.execute(
                            "insert into device_name (device) values (?) on conflict do nothing",
                            device);
                    handle.execute(
                            "insert into point_name (point) values (?) on conflict do nothing",
                            point);
                    handle.createUpdate(
                                    """
                                    insert into point_value
                                    select d.id, p.id, t.time, 0, '2026-11-21T07:59:59Z', 0, 1, 3.5, null,
                                           case when t.time < '2000-01-01' then 33 else 0 end
                                    from unnest(cast(:times as timestamptz[])) as t (time), device_name d, point_name p
                                    where d.device = :device and p.point = :point
                                    on conflict do nothing\
                                    """)
                            .bindArray("times", String.class, times)
                            .bind("device", device)
                            .bind("point", point)
                            .execute();
                });
    }

    int count(String sql) {
        return jdbi.withHandle(handle -> handle.createQuery(sql).mapTo(Integer.class).one());
    }

    Jdbi jdbi() {
        return jdbi;
    }

    JsonNode ok(
            String method,
            String path,
            Map<String, String> values,
            Map<String, String> queries,
            String body)
            throws Exception {
        Answer answer = call(method, path, values, queries, body);
        assertThat(answer).isInstanceOf(Answer.Json.class);
        return ((Answer.Json) answer).body();
    }

    Answer call(
            String method,
            String path,
            Map<String, String> values,
            Map<String, String> queries,
            String body)
            throws Exception {
        return call(method, path, values, queries, body, "test");
    }

    private Answer call(
            String method,
            String path,
            Map<String, String> values,
            Map<String, String> queries,
            String body,
            String author)
            throws Exception {
        Route route =
                routes.stream()
                        .filter(
                                one ->
                                        one.method().name().equals(method)
                                                && one.path().equals(path))
                        .findFirst()
                        .orElseThrow();
        return route.handler()
                .answer(
                        new Request(
                                path,
                                values,
                                queries,
                                new HashMap<>(),
                                body.getBytes(StandardCharsets.UTF_8),
                                new Principal(author)));
    }
}
