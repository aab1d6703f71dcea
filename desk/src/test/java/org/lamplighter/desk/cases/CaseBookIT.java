// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.cases;

import static org.assertj.core.api.Assertions.assertThat;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.cases.CaseAction;
import org.lamplighter.cases.CaseDecision;
import org.lamplighter.cases.CaseInput;
import org.lamplighter.cases.CaseLifeCycle;
import org.lamplighter.cases.CaseState;
import org.lamplighter.desk.bed.DeskBed;
import org.lamplighter.desk.bed.Troubles;
import org.lamplighter.desk.rest.Route;
import org.lamplighter.reading.PointValue;
import org.lamplighter.trouble.Trouble;
import org.lamplighter.trouble.TroublePhase;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** P3: one trouble, one open case. */
class CaseBookIT {
    private static final String APPLIED =
            "select coalesce(sum(next_offset), 0) from consumer_offset where topic like"
                    + " '%troubles'";

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
    void twoDesksThatRaceOnRepeatedAndShuffledSnapshotsOpenOneCaseEach() {
        int scopes = 40;
        List<Trouble> snapshots = new ArrayList<>();
        for (int scope = 0; scope < scopes; scope++) {
            for (int copy = 0; copy < 3; copy++) {
                for (int rev = 1; rev <= 4; rev++) {
                    snapshots.add(Troubles.methane("C-" + scope, 0, rev, TroublePhase.ACTIVE));
                }
            }
        }
        Collections.shuffle(snapshots, new Random(7));
        bed.startDesk();
        bed.startDesk();

        bed.announce(snapshots.toArray(Trouble[]::new));

        bed.untilCount(APPLIED, snapshots.size());
        assertThat(bed.count("select count(*) from cases where state = 'opened'"))
                .isEqualTo(scopes);
        assertThat(bed.count("select count(*) from cases")).isEqualTo(scopes);
        assertThat(bed.count("select count(*) from cases where trouble_rev = 4")).isEqualTo(scopes);
        assertThat(bed.count("select count(distinct number) from cases")).isEqualTo(scopes);
        assertThat(bed.count("select last from case_counter")).isEqualTo(scopes);
        assertThat(
                        bed.count(
                                "select count(*) from cases c where c.sequence <> (select count(*)"
                                        + " from case_event e where e.case_id = c.id)"))
                .isZero();
    }

    @Test
    void aSnapshotThatIsNotNewerChangesNothing() {
        bed.startDesk();
        bed.announce(Troubles.methane("C-1", 0, 2, TroublePhase.ACTIVE));
        bed.untilCount(APPLIED, 1);

        bed.announce(
                Troubles.methane("C-1", 0, 2, TroublePhase.ACTIVE),
                Troubles.methane("C-1", 0, 1, TroublePhase.RECOVERED));
        bed.untilCount(APPLIED, 3);

        assertThat(bed.texts("select type from case_event"))
                .containsExactly("org.lamplighter.case.opened");
        assertThat(bed.texts("select state from cases")).containsExactly("opened");
    }

    @Test
    void whatJobsTellOnceMoreAfterGoingBackToACheckpointTouchesNoLaterCase() {
        bed.startDesk();
        bed.announce(Troubles.methane("C-1", 1, 9, TroublePhase.ACTIVE));
        bed.untilCount(APPLIED, 1);

        // the same past under another id: a decision came earlier this time
        bed.announce(
                Troubles.methane("C-1", 0, 5, TroublePhase.ACTIVE),
                Troubles.methane("C-1", 0, 6, TroublePhase.WITHDRAWN),
                Troubles.methane("C-1", 1, 9, TroublePhase.ACTIVE));
        bed.untilCount(APPLIED, 4);

        assertThat(bed.texts("select type from case_event"))
                .containsExactly("org.lamplighter.case.opened");
        assertThat(bed.texts("select state from cases")).containsExactly("opened");
    }

    @Test
    void whatJobsTellOnceMoreOpensNoCaseAfterTheLaterOneWasClosed() {
        bed.startDesk();
        bed.announce(Troubles.methane("C-1", 1, 9, TroublePhase.ACTIVE));
        bed.untilCount(APPLIED, 1);
        bed.announce(Troubles.methane("C-1", 1, 10, TroublePhase.WITHDRAWN));
        bed.untilCount(APPLIED, 2);

        bed.announce(Troubles.methane("C-1", 0, 5, TroublePhase.ACTIVE));
        bed.untilCount(APPLIED, 3);

        assertThat(bed.texts("select state from cases")).containsExactly("withdrawn");
    }

    @Test
    void aTroubleThatRecoversAndComesBackMovesItsCase() {
        bed.startDesk();

        bed.announce(
                Troubles.methane("C-1", 0, 1, TroublePhase.ACTIVE),
                Troubles.methane("C-1", 0, 2, TroublePhase.RECOVERED),
                Troubles.methane("C-1", 0, 3, TroublePhase.ACTIVE),
                Troubles.methane("C-1", 0, 4, TroublePhase.WITHDRAWN));
        bed.untilCount(APPLIED, 4);

        assertThat(bed.texts("select type || ' ' || state from case_event order by sequence"))
                .containsExactly(
                        "org.lamplighter.case.opened opened",
                        "org.lamplighter.case.recovered recovered",
                        "org.lamplighter.case.reopened reopened",
                        "org.lamplighter.case.withdrawn withdrawn");
        assertThat(bed.count("select count(*) from cases where ended_at is not null")).isEqualTo(1);
    }

    @Test
    void aCaseClosedWhileItsAlarmIsRaisedEndsTheEpisodeAndTheNextTroubleOpensANewCase() {
        DeskBed.Running desk = bed.startDesk();
        Trouble first = Troubles.methane("C-1", 0, 1, TroublePhase.ACTIVE);
        bed.announce(first);
        bed.untilCount("select count(*) from cases", 1);

        bed.jdbi()
                .useTransaction(
                        handle ->
                                desk.book()
                                        .step(
                                                handle,
                                                CaseId.of(first.id()),
                                                new CaseInput.Called(CaseAction.CLOSED),
                                                "by Li",
                                                "target:city",
                                                Instant.parse("2026-03-01T09:00:00Z")));
        bed.announce(Troubles.methane("C-1", 0, 2, TroublePhase.ACTIVE));
        bed.untilCount(APPLIED, 2);
        assertThat(bed.texts("select state from cases")).containsExactly("closed");
        bed.announce(Troubles.methane("C-1", 1, 3, TroublePhase.ACTIVE));
        bed.untilCount("select count(*) from cases", 2);

        assertThat(bed.texts("select state from cases order by number"))
                .containsExactly("closed", "opened");
        bed.untilCount("select count(*) from case_decision where sent_at is not null", 1);
        assertThat(bed.decisions())
                .containsExactly(
                        new CaseDecision(
                                first.kind(),
                                first.scope(),
                                first.id(),
                                1,
                                CaseDecision.Outcome.CLOSED,
                                Instant.parse("2026-03-01T09:00:00Z")));
        assertThat(
                        bed.services()
                                .metrics()
                                .counter(
                                        "lamplighter.desk.records", "outcome", "trouble-case-ended")
                                .count())
                .isEqualTo(1);
    }

    @Test
    void aTroubleThatIsOverBeforeAnyCaseOpensNone() {
        bed.startDesk();

        bed.announce(Troubles.methane("C-1", 0, 5, TroublePhase.WITHDRAWN));
        bed.untilCount(APPLIED, 1);

        assertThat(bed.count("select count(*) from cases")).isZero();
    }

    @Test
    void twoTransactionsThatOpenOnOneKindAndScopeAtOnceEndWithOneCase() throws Exception {
        DeskBed.Running desk = bed.startDesk();
        CyclicBarrier barrier = new CyclicBarrier(2);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<CaseBook.Outcome>> outcomes = new ArrayList<>();
            for (int nth = 0; nth < 2; nth++) {
                Trouble trouble = Troubles.methane("C-1", nth, nth + 1, TroublePhase.ACTIVE);
                outcomes.add(
                        threads.submit(
                                () -> {
                                    barrier.await();
                                    return bed.jdbi()
                                            .inTransaction(
                                                    handle ->
                                                            desk.book()
                                                                    .sense(
                                                                            handle,
                                                                            List.of(trouble),
                                                                            Instant.parse(
                                                                                    "2026-03-01T09:00:00Z"))
                                                                    .getFirst());
                                }));
            }

            // the first has the lower rev: if it comes second, more is known already
            assertThat(List.of(outcomes.get(0).get(), outcomes.get(1).get()))
                    .isIn(
                            List.of(CaseBook.Outcome.OPENED, CaseBook.Outcome.ATTACHED),
                            List.of(CaseBook.Outcome.REPEATED, CaseBook.Outcome.OPENED));
        }
        assertThat(bed.count("select count(*) from cases")).isEqualTo(1);
        assertThat(bed.count("select trouble_rev from cases")).isEqualTo(2);
        assertThat(bed.texts("select number from cases")).containsExactly("2026-000001");
    }

    /** An operator who reopens a case locks no key: there the index of the database decides. */
    @Test
    void aTroubleWhoseScopeIsTakenWhileItOpensJoinsThatCase() throws Exception {
        DeskBed.Running desk = bed.startDesk();
        Trouble first = Troubles.methane("C-1", 0, 1, TroublePhase.ACTIVE);
        Trouble second = Troubles.methane("C-1", 1, 2, TroublePhase.ACTIVE);
        Instant now = Instant.parse("2026-03-01T09:00:00Z");
        try (ExecutorService thread = Executors.newSingleThreadExecutor();
                Handle other = bed.jdbi().open()) {
            other.begin();
            CaseRow row =
                    CaseRow.opening(
                            first, "2026-000001", CaseLifeCycle.open().next(), Place.UNKNOWN, now);
            assertThat(new CaseStore().insert(other, row)).isTrue();
            Future<List<CaseBook.Outcome>> outcome =
                    thread.submit(
                            () ->
                                    bed.jdbi()
                                            .inTransaction(
                                                    handle ->
                                                            desk.book()
                                                                    .sense(
                                                                            handle,
                                                                            List.of(second),
                                                                            now)));
            bed.untilCount("select count(*) from pg_locks where not granted", 1);
            other.commit();

            assertThat(outcome.get()).containsExactly(CaseBook.Outcome.ATTACHED);
        }
        assertThat(bed.texts("select number from cases")).containsExactly("2026-000001");
    }

    @Test
    void theIndexCountsExactlyTheOpenStates() {
        DeskBed.Running desk = bed.startDesk();
        Trouble trouble = Troubles.methane("C-1", 0, 1, TroublePhase.ACTIVE);
        bed.announce(trouble);
        bed.untilCount("select count(*) from cases", 1);
        desk.close();

        for (CaseState state : CaseState.values()) {
            bed.jdbi()
                    .useHandle(
                            handle -> handle.execute("update cases set state = ?", state.text()));
            String predicate =
                    bed.texts(
                                    "select pg_get_expr(indpred, indrelid) from pg_index where"
                                            + " indexrelid = 'one_open_case'::regclass")
                            .getFirst();

            assertThat(bed.count("select count(*) from cases where " + predicate))
                    .as(state.text())
                    .isEqualTo(state.isOpen() ? 1 : 0);
        }
    }

    @Test
    void aRecordThatCannotBeReadIsNotedAndPassedOver() {
        bed.startDesk();

        bed.announceBytes("methane|device:C-1", "{\"specversion\":\"0.3\"}");
        bed.announce(Troubles.methane("C-1", 0, 1, TroublePhase.ACTIVE));

        bed.untilCount("select count(*) from cases", 1);
        assertThat(bed.texts("select reason from refused_record"))
                .containsExactly("CloudEvent.specversion must be \"1.0\", not \"0.3\"");
    }

    @Test
    void aNulCharacterFromADeviceDoesNotKeepItsCaseOut() {
        bed.startDesk();

        bed.announce(
                Troubles.methane(
                        "C-1", 0, 1, TroublePhase.ACTIVE, new PointValue.Text("a\u0000b")));

        bed.untilCount("select count(*) from cases", 1);
        assertThat(bed.texts("select alarms -> 0 -> 'evidence' -> 0 ->> 'value' from cases"))
                .containsExactly("a\uFFFDb");
        assertThat(bed.count("select count(*) from refused_record")).isZero();
    }

    @Test
    void aTransactionThatIsRolledBackIsAppliedWholeLater() {
        bed.jdbi()
                .useHandle(
                        handle ->
                                handle.createScript(
                                                "create function down() returns trigger language"
                                                    + " plpgsql as 'begin raise exception using"
                                                    + " errcode = ''57P03'', message = ''gone'';"
                                                    + " end';create trigger down before insert on"
                                                    + " case_event for each row execute function"
                                                    + " down();")
                                        .execute());
        bed.startDesk();
        bed.announce(Troubles.methane("C-1", 0, 1, TroublePhase.ACTIVE));
        bed.untilCount("select count(*) from consumer_offset where topic like '%troubles'", 2);
        assertThat(bed.count("select count(*) from cases")).isZero();
        assertThat(bed.count(APPLIED)).isZero();

        bed.jdbi().useHandle(handle -> handle.execute("drop trigger down on case_event"));

        bed.untilCount(APPLIED, 1);
        assertThat(bed.texts("select number from cases"))
                .hasSize(1)
                .first()
                .asString()
                .endsWith("-000001");
        assertThat(bed.count("select count(*) from case_event")).isEqualTo(1);
    }

    @Test
    void aDeskThatStartsAgainGoesOnWhereTheDatabaseSays() {
        DeskBed.Running first = bed.startDesk();
        bed.announce(Troubles.methane("C-1", 0, 1, TroublePhase.ACTIVE));
        bed.untilCount(APPLIED, 1);
        first.close();
        bed.announce(
                Troubles.methane("C-1", 0, 2, TroublePhase.RECOVERED),
                Troubles.methane("C-2", 0, 1, TroublePhase.ACTIVE));

        bed.startDesk();

        bed.untilCount(APPLIED, 3);
        assertThat(bed.texts("select scope || ' ' || state from cases order by number"))
                .containsExactly("device:C-1 recovered", "device:C-2 opened");
    }

    @Test
    void alarmsAndCasesCanBeRead() {
        DeskBed.Running desk = bed.startDesk();
        bed.jdbi()
                .useHandle(
                        handle ->
                                handle.createScript(
                                                "insert into profile values ('p', 1, '', '', now(),"
                                                    + " 'x');insert into device (id, profile, name,"
                                                    + " lon, lat, tags, attributes, disabled,"
                                                    + " sealed_psk, created_at, updated_at) values"
                                                    + " ('C-1', 'p', 'Cover 1', 120.1, 30.2, '{}',"
                                                    + " '{\"road\": \"Nanjing Road\", \"code\":"
                                                    + " \"0103\"}', false, '', now(), now())")
                                        .execute());
        bed.announce(Troubles.alarm("C-1", 0, 2, true, new PointValue.Quantity(57)));
        bed.announce(Troubles.alarm("C-1", 0, 1, false, new PointValue.Quantity(57)));
        bed.announce(Troubles.methane("C-1", 0, 1, TroublePhase.ACTIVE));
        bed.untilCount("select count(*) from cases", 1);
        bed.untilCount("select count(*) from alarm where rev = 2 and state = 'raised'", 1);

        var cases =
                DeskBed.json(
                        desk.call(
                                Route.Method.GET,
                                "/api/v1/cases",
                                Map.of(),
                                Map.of("state", "open"),
                                Map.of(),
                                ""));
        var one = cases.path("cases").path(0);
        assertThat(one.path("location").toString()).isEqualTo("{\"lon\":120.1,\"lat\":30.2}");
        assertThat(one.path("code").asText()).isEqualTo("0103");
        assertThat(one.path("place").path("name").asText()).isEqualTo("Cover 1");
        var detail =
                DeskBed.json(
                        desk.call(
                                Route.Method.GET,
                                "/api/v1/cases/{id}",
                                Map.of("id", one.path("number").asText()),
                                ""));
        assertThat(detail.path("history").path(0).path("reason").asText())
                .isEqualTo(
                        "a trouble began and no case of its kind and scope was open: ch4 57 %LEL is"
                                + " at least 50");
        var alarms =
                DeskBed.json(
                        desk.call(
                                Route.Method.GET,
                                "/api/v1/alarms",
                                Map.of(),
                                Map.of("device", "C-1"),
                                Map.of(),
                                ""));
        assertThat(alarms.path("alarms").path(0).path("rev").asInt()).isEqualTo(2);
        String page =
                DeskBed.json(desk.call(Route.Method.GET, "/", Map.of(), "")).path("text").asText();
        assertThat(page)
                .contains("Methane")
                .contains("甲烷超标")
                .contains("Cover 1 (device:C-1)")
                .doesNotContain("<script");
    }
}
