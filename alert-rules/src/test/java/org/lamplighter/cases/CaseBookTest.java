// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cases;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.AlarmId;
import org.lamplighter.alarm.AlarmState;
import org.lamplighter.alarm.CaseKind;
import org.lamplighter.alarm.RuleId;
import org.lamplighter.alarm.Severity;
import org.lamplighter.alarm.Title;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.registry.Location;
import org.lamplighter.trouble.Scope;
import org.lamplighter.trouble.Trouble;
import org.lamplighter.trouble.TroubleId;
import org.lamplighter.trouble.TroublePhase;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

class CaseBookTest {
    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
    private static final Case.Place PLACE = new Case.Place(new Location.At(120.3, 33.9), "0103");

    private final CaseBook book = new CaseBook(scope -> PLACE);
    private CaseBook.Entry last = new CaseBook.Entry(List.of(), List.of());

    @Test
    void aTroubleOpensACaseWithItsFacts() {
        tell("t1", 1, TroublePhase.ACTIVE);

        assertThat(news()).containsExactly("opened 1: opened");
        Case opened = last.events().getFirst().subject();
        assertThat(opened.id()).isEqualTo(CaseId.of(new TroubleId("t1")));
        assertThat(opened.number()).isEqualTo(1);
        assertThat(opened.openedAt()).isEqualTo(START.plusSeconds(1));
        assertThat(opened.deadline()).isEqualTo(START.plusSeconds(1).plus(Duration.ofHours(2)));
        assertThat(opened.place()).isEqualTo(PLACE);
        assertThat(opened.devices()).containsExactly(new DeviceId("C-17"));
        assertThat(opened.reason()).isEqualTo("because 1");
        assertThat(last.events().getFirst().id()).isEqualTo(opened.id() + "-1");
    }

    @Test
    void laterSnapshotsOfTheTroubleUpdateItsCase() {
        tell("t1", 1, TroublePhase.ACTIVE);

        tell("t1", 2, TroublePhase.ACTIVE);
        assertThat(news()).containsExactly("updated 2: opened");
        tell("t1", 3, TroublePhase.RECOVERED);
        assertThat(news()).containsExactly("recovered 3: recovered");
        tell("t1", 4, TroublePhase.CLEAR_VERIFIED);
        assertThat(news()).isEmpty();
        tell("t1", 5, TroublePhase.ACTIVE);
        assertThat(news()).containsExactly("reopened 4: reopened");
    }

    @Test
    void aSnapshotThatIsNotNewerChangesNothing() {
        tell("t1", 2, TroublePhase.ACTIVE);

        tell("t1", 2, TroublePhase.ACTIVE);
        assertThat(news()).isEmpty();
        tell("t1", 1, TroublePhase.RECOVERED);
        assertThat(news()).isEmpty();
    }

    @Test
    void anotherTroubleOfTheScopeJoinsTheOpenCase() {
        tell("t1", 1, TroublePhase.ACTIVE);
        tell("t2", 2, TroublePhase.ACTIVE);

        assertThat(news()).containsExactly("updated 2: opened");
        assertThat(book.cases()).hasSize(1);
        assertThat(book.cases().getFirst().trouble()).isEqualTo(new TroubleId("t2"));
    }

    @Test
    void aWithdrawnTroubleWithdrawsItsCaseAndTellsTheJobs() {
        tell("t1", 1, TroublePhase.ACTIVE);
        tell("t1", 2, TroublePhase.WITHDRAWN);

        assertThat(news()).containsExactly("withdrawn 2: withdrawn");
        assertThat(last.decisions())
                .containsExactly(
                        new CaseDecision(
                                new CaseKind("methane"),
                                Scope.parse("device:C-17"),
                                new TroubleId("t1"),
                                2,
                                CaseDecision.Outcome.WITHDRAWN,
                                START.plusSeconds(2)));
        assertThat(last.events().getFirst().subject().alarms())
                .as("the alarms that it had stay shown")
                .hasSize(1);
    }

    @Test
    void afterTheEndOnlyAnotherTroubleOpensTheNextCase() {
        tell("t1", 1, TroublePhase.ACTIVE);
        tell("t1", 2, TroublePhase.WITHDRAWN);

        tell("t1", 3, TroublePhase.ACTIVE);
        assertThat(news()).isEmpty();
        tell("t2", 4, TroublePhase.ACTIVE);
        assertThat(news()).containsExactly("opened 1: opened");
        assertThat(book.cases()).extracting(Case::number).containsExactly(1L, 2L);
    }

    @Test
    void anotherTroubleThatIsNotNewerOpensNoCaseEither() {
        tell("t1", 3, TroublePhase.ACTIVE);
        tell("t1", 4, TroublePhase.WITHDRAWN);

        tell("t2", 4, TroublePhase.ACTIVE);

        assertThat(news()).isEmpty();
        assertThat(book.cases()).hasSize(1);
    }

    @Test
    void aTroubleThatIsOverBeforeItWasKnownOpensNone() {
        tell("t1", 1, TroublePhase.WITHDRAWN);
        assertThat(news()).isEmpty();
        tell("t1", 2, TroublePhase.ENDED);
        assertThat(news()).isEmpty();
        assertThat(book.cases()).isEmpty();
    }

    @Test
    void aTroubleThatHasRecoveredBeforeItWasKnownOpensARecoveredCase() {
        tell("t1", 1, TroublePhase.RECOVERED);

        assertThat(news()).containsExactly("opened 1: opened", "recovered 2: recovered");
    }

    private void tell(String trouble, long rev, TroublePhase phase) {
        List<AlarmEvent> members = new ArrayList<>();
        if (phase != TroublePhase.WITHDRAWN) {
            members.add(alarm());
        }
        last =
                book.onTrouble(
                        new Trouble(
                                new TroubleId(trouble),
                                new CaseKind("methane"),
                                Scope.parse("device:C-17"),
                                phase,
                                new Title("Methane", "甲烷"),
                                Severity.MAJOR,
                                Duration.ofHours(2),
                                rev,
                                START.plusSeconds(rev),
                                "because " + rev,
                                members,
                                Trouble.devicesOf(members),
                                List.of()));
    }

    /** Each event as {@code type sequence: state}. */
    private List<String> news() {
        return last.events().stream()
                .map(
                        event ->
                                event.type().text()
                                        + " "
                                        + event.subject().sequence()
                                        + ": "
                                        + event.subject().standing().state().text())
                .toList();
    }

    private static AlarmEvent alarm() {
        return new AlarmEvent(
                new AlarmId("a"),
                new RuleId("methane-high"),
                1,
                new DeviceId("C-17"),
                new Title("Methane", "甲烷"),
                Severity.MAJOR,
                new CaseKind("methane"),
                Duration.ofHours(2),
                Duration.ZERO,
                new AlarmState.Raised(START),
                1,
                START,
                "because",
                new TreeMap<>(),
                List.of());
    }
}
