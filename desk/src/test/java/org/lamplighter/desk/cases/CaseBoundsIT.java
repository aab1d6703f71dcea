// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.cases.CaseDecision;
import org.lamplighter.desk.bed.DeskBed;
import org.lamplighter.desk.bed.Troubles;
import org.lamplighter.desk.rest.Route;
import org.lamplighter.reading.PointValue;
import org.lamplighter.trouble.Trouble;
import org.lamplighter.trouble.TroublePhase;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What the case book takes and tells at a time, at each limit and one past it. */
class CaseBoundsIT {
    @TempDir Path directory;

    private DeskBed bed;

    @BeforeEach
    void make() {
        bed = DeskBed.make(directory);
    }

    @AfterEach
    void close() throws Exception {
        bed.close();
    }

    @Test
    void atMost500RecordsAreAppliedInOneTransaction() {
        for (int nth = 0; nth < 501; nth++) {
            bed.announce(Troubles.alarm("C-1", nth, 1, true, new PointValue.Quantity(57)));
        }

        bed.startDesk();

        bed.untilCount("select count(*) from alarm", 501);
        // a row's xmin names the transaction that wrote it
        assertThat(
                        bed.texts(
                                "select count(*)::text from alarm group by xmin order by count(*)"
                                        + " desc"))
                .containsExactly("500", "1");
    }

    @Test
    void atMost100DecisionsAreSentInOneTransaction() {
        Trouble trouble = Troubles.methane("C-1", 0, 1, TroublePhase.ACTIVE);
        CaseDecision decision =
                new CaseDecision(
                        trouble.kind(),
                        trouble.scope(),
                        trouble.id(),
                        1,
                        CaseDecision.Outcome.CLOSED,
                        Troubles.T0);
        bed.jdbi()
                .useHandle(
                        handle ->
                                handle.createUpdate(
                                                "insert into case_decision (key, body, at) select"
                                                    + " :key, :body, now() from generate_series(1,"
                                                    + " 101)")
                                        .bind("key", decision.key())
                                        .bind(
                                                "body",
                                                new String(
                                                        decision.toJson(), StandardCharsets.UTF_8))
                                        .execute());

        bed.startDesk();

        bed.untilCount("select count(*) from case_decision where sent_at is not null", 101);
        assertThat(
                        bed.texts(
                                "select count(*)::text from case_decision group by xmin order by"
                                        + " min(id)"))
                .containsExactly("100", "1");
        assertThat(bed.decisions()).hasSize(101);
    }

    @Test
    void thePageShows200CasesAndSaysWhenThereAreMore() {
        DeskBed.Running desk = bed.startDesk();
        makeCases(1, 200);

        String atLimit = page(desk);
        makeCases(201, 201);
        String onePast = page(desk);

        assertThat(rowsOf(atLimit)).isEqualTo(200);
        assertThat(atLimit).contains("200 cases.").contains(">2026-000001<");
        assertThat(rowsOf(onePast)).isEqualTo(200);
        assertThat(onePast)
                .contains("The 200 that were opened last.")
                .contains(">2026-000201<")
                .doesNotContain(">2026-000001<");
    }

    @Test
    void anAnswerHas500CasesAndTheNextComeByUpdatedSince() {
        DeskBed.Running desk = bed.startDesk();
        makeCases(1, 501);

        JsonNode first = cases(desk, Map.of("limit", "500"));
        JsonNode refused = cases(desk, Map.of("limit", "501"));

        assertThat(first.path("cases")).hasSize(500);
        assertThat(refused.path("detail").asText())
                .isEqualTo(
                        "query limit: it must be a number from 1 to 500, but is \"501\"; ask for"
                                + " the next ones by updatedSince");
        JsonNode next =
                cases(
                        desk,
                        Map.of(
                                "updatedSince",
                                first.path("cases").path(499).path("updatedAt").asText()));
        assertThat(numbers(next)).containsExactly("2026-000500", "2026-000501");
    }

    @Test
    void anAnswerHas500Alarms() {
        DeskBed.Running desk = bed.startDesk();
        bed.jdbi()
                .useHandle(
                        handle ->
                                handle.execute(
                                        "insert into alarm (id, rule, rule_version, device,"
                                            + " case_kind, severity, state, raised_at, rev,"
                                            + " decided_at, snapshot) select 'a-' || i, 'r', 1,"
                                            + " 'C-1', 'methane', 'critical', 'raised', now(), 1,"
                                            + " now(), '{}' from generate_series(1, 501) i"));

        assertThat(alarms(desk, "500").path("alarms")).hasSize(500);
        assertThat(alarms(desk, "501").path("detail").asText())
                .isEqualTo(
                        "query limit: it must be a number from 1 to 500, but is \"501\"; ask for"
                                + " the next ones by updatedSince");
    }

    @Test
    void oneCaseTellsItsNewest500EventsAndDeliveries() {
        DeskBed.Running desk = bed.startDesk();
        makeCases(1, 1);
        makeEvents(1, 500);

        JsonNode atLimit = oneCase(desk);
        makeEvents(501, 501);
        JsonNode onePast = oneCase(desk);

        for (String list : List.of("history", "deliveries")) {
            assertThat(atLimit.path(list)).as(list).hasSize(500);
            assertThat(atLimit.path(list).path(0).path("sequence").asInt()).isEqualTo(1);
            assertThat(onePast.path(list)).as(list).hasSize(500);
            assertThat(onePast.path(list).path(0).path("sequence").asInt()).isEqualTo(2);
            assertThat(onePast.path(list).path(499).path("sequence").asInt()).isEqualTo(501);
        }
    }

    @Test
    void anAnswerHasTheNewest500Deliveries() {
        DeskBed.Running desk = bed.startDesk();
        makeCases(1, 1);
        makeEvents(1, 500);

        JsonNode atLimit = deliveries(desk);
        makeEvents(501, 501);
        JsonNode onePast = deliveries(desk);

        assertThat(atLimit).hasSize(500);
        assertThat(atLimit.path(499).path("sequence").asInt()).isEqualTo(1);
        assertThat(onePast).hasSize(500);
        assertThat(onePast.path(0).path("sequence").asInt()).isEqualTo(501);
        assertThat(onePast.path(499).path("sequence").asInt()).isEqualTo(2);
    }

    /** Open cases whose numbers end in {@code first} to {@code last}, each later than the last. */
    private void makeCases(int first, int last) {
        bed.jdbi()
                .useHandle(
                        handle ->
                                handle.createUpdate(
                                                "insert into cases (id, number, kind, scope, state,"
                                                    + " sensors, marks, trouble, trouble_rev,"
                                                    + " title_en, title_zh, severity, opened_at,"
                                                    + " updated_at, deadline, place, devices,"
                                                    + " alarms, code, reason, sequence) select"
                                                    + " 'case-' || i, '2026-' || lpad(i::text, 6,"
                                                    + " '0'), 'methane', 'device:C-' || i,"
                                                    + " 'opened', 'active', '{}', 'trouble-' || i,"
                                                    + " 1, 'Methane', '甲烷超标', 'critical', at, at,"
                                                    + " at, '{}', '{}', '[]', '', 'test', 1 from"
                                                    + " (select i, timestamptz '2026-03-01"
                                                    + " 08:00:00Z' + i * interval '1 second' as at"
                                                    + " from generate_series(:first, :last) i)"
                                                    + " made")
                                        .bind("first", first)
                                        .bind("last", last)
                                        .execute());
    }

    /** Events of the first case, each with a delivery. */
    private void makeEvents(int first, int last) {
        bed.jdbi()
                .useTransaction(
                        handle -> {
                            handle.execute(
                                    "insert into target (name, url, secret, enabled, created_at,"
                                            + " updated_at) values ('city', '', '', false, now(),"
                                            + " now()) on conflict (name) do nothing");
                            handle.createUpdate(
                                            "insert into case_event (case_id, sequence, id, type,"
                                                + " state, at, reason, actor, body) select"
                                                + " 'case-1', i, 'case-1-' || i, 'test', 'opened',"
                                                + " now(), '', '', '{}' from"
                                                + " generate_series(:first, :last) i")
                                    .bind("first", first)
                                    .bind("last", last)
                                    .execute();
                            handle.createUpdate(
                                            "insert into delivery (target, case_id, sequence,"
                                                + " state, created_at) select t.id, 'case-1', i,"
                                                + " 'delivered', now() from target t,"
                                                + " generate_series(:first, :last) i order by i")
                                    .bind("first", first)
                                    .bind("last", last)
                                    .execute();
                        });
    }

    private static String page(DeskBed.Running desk) {
        return DeskBed.json(desk.call(Route.Method.GET, "/", Map.of(), "")).path("text").asText();
    }

    private static int rowsOf(String page) {
        return page.split("<tr class=", -1).length - 1;
    }

    private static JsonNode cases(DeskBed.Running desk, Map<String, String> queries) {
        return DeskBed.json(
                desk.call(Route.Method.GET, "/api/v1/cases", Map.of(), queries, Map.of(), ""));
    }

    private static JsonNode alarms(DeskBed.Running desk, String limit) {
        return DeskBed.json(
                desk.call(
                        Route.Method.GET,
                        "/api/v1/alarms",
                        Map.of(),
                        Map.of("limit", limit),
                        Map.of(),
                        ""));
    }

    private static List<String> numbers(JsonNode answer) {
        return answer.path("cases").valueStream().map(one -> one.path("number").asText()).toList();
    }

    private static JsonNode oneCase(DeskBed.Running desk) {
        return DeskBed.json(
                desk.call(Route.Method.GET, "/api/v1/cases/{id}", Map.of("id", "2026-000001"), ""));
    }

    private static JsonNode deliveries(DeskBed.Running desk) {
        return DeskBed.json(desk.call(Route.Method.GET, "/api/v1/deliveries", Map.of(), ""))
                .path("deliveries");
    }
}
