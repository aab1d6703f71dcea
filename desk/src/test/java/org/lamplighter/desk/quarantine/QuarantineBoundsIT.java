// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamplighter.desk.Desk;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.testing.DeskClient;
import org.lamplighter.desk.testing.RealServers;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** The quarantine at its limits and one past them. */
class QuarantineBoundsIT {
    private static Jdbi jdbi = Jdbi.create("jdbc:none");
    private static Optional<Desk> desk = Optional.empty();
    private static Optional<DeskClient> client = Optional.empty();

    @BeforeAll
    static void start() throws Exception {
        DeskConfig config = RealServers.freshDesk();
        jdbi =
                Jdbi.create(
                        config.database().url(),
                        config.database().user(),
                        config.database().password());
        Desk started = Desk.start(config);
        desk = Optional.of(started);
        client = Optional.of(new DeskClient(started.address(), config.data()));
    }

    @AfterAll
    static void stop() {
        client.ifPresent(DeskClient::close);
        desk.ifPresent(Desk::close);
    }

    @BeforeEach
    void empty() {
        jdbi.useHandle(handle -> handle.execute("truncate quarantined_frame, quarantine_count"));
    }

    @Test
    void anAnswerHas500Groups() throws Exception {
        keep(
                "select 0, i, now(), 'D', '', '', '', ''::bytea, 'R' || i, '' from"
                        + " generate_series(1, 500) i");
        assertThat(groups()).hasSize(500);
        keep("select 0, 501, now(), 'D', '', '', '', ''::bytea, 'R501', ''");
        assertThat(groups()).hasSize(500);
    }

    @Test
    void aGroupTellsTheDetailOfItsLastFrame() throws Exception {
        String at = "timestamptz '2026-11-21T00:00:00Z'";
        keep(
                "select 0, i, "
                        + at
                        + " + i * interval '1 s', 'D', '', '', '', ''::bytea,"
                        + " 'R' || i % 2, 'detail ' || i from generate_series(1, 5) i");
        keep("select 0, 6, " + at + " + interval '5 s', 'D', '', '', '', ''::bytea, 'R1', 'last'");
        assertThat(groups())
                .extracting(
                        group ->
                                group.path("reason").asText()
                                        + " "
                                        + group.path("frames").asInt()
                                        + " "
                                        + group.path("detail").asText())
                .containsExactly("R1 4 last", "R0 2 detail 4");
    }

    @Test
    void aListShowsTheFirst1024BytesOfAPayload() throws Exception {
        keep("select 0, 1, now(), 'D', '', '', '', decode(repeat('ab', 1024), 'hex'), 'R', ''");
        keep("select 0, 2, now(), 'D', '', '', '', decode(repeat('ab', 1025), 'hex'), 'R', ''");
        JsonNode frames =
                client.orElseThrow().get("/api/v1/quarantine/frames").json().path("frames");
        assertThat(frames)
                .extracting(
                        frame ->
                                frame.path("size").asInt()
                                        + " "
                                        + Base64.getDecoder()
                                                .decode(frame.path("payload").asText())
                                                .length)
                .containsExactly("1024 1024", "1025 1024");
    }

    @Test
    void framesAreKeptForThirtyDays() {
        assertThat(DeskConfig.Archive.defaults().quarantine()).isEqualTo(Duration.ofDays(30));
        jdbi.useHandle(
                handle ->
                        handle.execute("insert into quarantine_count (log_partition) values (0)"));
        Instant cutoff = Instant.parse("2026-11-01T00:00:00Z");
        keep(
                "select 0, i, timestamptz '2026-10-31T23:59:57Z' + i * interval '1 second', 'D',"
                        + " '', '', '', ''::bytea, 'R', '' from generate_series(1, 4) i");

        QuarantineStore store = new QuarantineStore();
        int first = jdbi.withHandle(handle -> store.deleteBefore(handle, cutoff, 1));
        int second = jdbi.withHandle(handle -> store.deleteBefore(handle, cutoff, 2));
        assertThat(first).isEqualTo(1);
        assertThat(second).isEqualTo(1);
        String left =
                jdbi.withHandle(
                        handle ->
                                handle.createQuery(
                                                "select string_agg(log_offset::text, ' ' order by"
                                                    + " 1) || ' ' || (select deleted_before at time"
                                                    + " zone 'UTC' from quarantine_count) from"
                                                    + " quarantined_frame")
                                        .mapTo(String.class)
                                        .one());
        assertThat(left).isEqualTo("3 4 2026-11-01 00:00:00");
        assertThat(QuarantinePart.MAX_DELETED).isEqualTo(1_000);
    }

    @Test
    void theRetentionIsFifteenDaysAtLeast() {
        Duration readings = Duration.ofDays(400);
        assertThat(new DeskConfig.Archive(readings, Duration.ofDays(15)).quarantine())
                .isEqualTo(Duration.ofDays(15));
        assertThatThrownBy(
                        () -> new DeskConfig.Archive(readings, Duration.ofDays(15).minusMillis(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "archive.quarantine-retention must be 15 d or longer, not"
                                + " PT359H59M59.999S");
    }

    @Test
    void saysEverythingThatIsWrongWithAReplayAndAList() throws Exception {
        DeskClient desk = client.orElseThrow();
        assertThat(
                        desk.call(
                                        "POST",
                                        "/api/v1/quarantine/replays",
                                        "{\"profil\":\"x\",\"after\":\"7\"}")
                                .faults())
                .containsExactly(
                        "profil: a member must be one that is known here; did you mean"
                                + " \"profile\"?",
                        "after: it must be the member next of the answer before; leave it out to"
                                + " begin anew");
        assertThat(desk.get("/api/v1/quarantine/frames?state=old&limit=501&after=x").faults())
                .containsExactly(
                        "query limit: a page has 1 to 500 things, not 501; ask for several pages"
                                + " with after",
                        "query after: it must be the member next of the answer before; leave it"
                                + " out to begin anew",
                        "query state: it must be kept, fresh, duplicate or all, not old; choose one"
                                + " of them");
    }

    private static void keep(String select) {
        jdbi.useHandle(
                handle ->
                        handle.execute(
                                "insert into quarantined_frame (log_partition, log_offset,"
                                        + " log_time, device, frame_id, source, channel, payload,"
                                        + " reason, detail) "
                                        + select));
    }

    private static JsonNode groups() throws Exception {
        return client.orElseThrow().get("/api/v1/quarantine").json().path("groups");
    }
}
