// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cases;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.cases.CaseInput.Absorbed;
import org.lamplighter.cases.CaseInput.Called;
import org.lamplighter.cases.CaseInput.Dispatched;
import org.lamplighter.cases.CaseInput.Sensed;
import org.lamplighter.cases.Transition.Outcome;
import org.lamplighter.trouble.TroublePhase;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

class CaseLifeCycleTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "case-life-cycle.md");
    private static final CaseInput RAISED = new Sensed(TroublePhase.ACTIVE);
    private static final CaseInput CLEARED = new Sensed(TroublePhase.RECOVERED);
    private static final CaseInput CLEAR_VERIFIED = new Sensed(TroublePhase.CLEAR_VERIFIED);
    private static final CaseInput REFUTED = new Sensed(TroublePhase.WITHDRAWN);
    private static final CaseInput DISPATCHED = new Dispatched();
    private static final CaseInput ACCEPTED = new Called(CaseAction.ACCEPTED);
    private static final CaseInput HANDLED = new Called(CaseAction.HANDLED);
    private static final CaseInput REJECTED = new Called(CaseAction.REJECTED);
    private static final CaseInput CLOSED = new Called(CaseAction.CLOSED);

    @Test
    void goesFromOpenedToClosedWhenPeopleAndSensorsAgree() {
        assertThat(statesAfter(DISPATCHED, ACCEPTED, CLEARED, HANDLED, CLEAR_VERIFIED, CLOSED))
                .containsExactly(
                        CaseState.DISPATCHED,
                        CaseState.ACCEPTED,
                        CaseState.ACCEPTED,
                        CaseState.HANDLED,
                        CaseState.VERIFIED,
                        CaseState.CLOSED);
    }

    @Test
    void handledIsVerifiedAtOnceWhenTheAlarmsHaveBeenClearForTheVerifyTime() {
        Transition last = last(ACCEPTED, CLEARED, CLEAR_VERIFIED, HANDLED);

        assertThat(last.next().state()).isEqualTo(CaseState.VERIFIED);
        assertThat(last.events()).containsExactly(CaseEventType.VERIFIED);
    }

    @Test
    void handledWhileAnAlarmIsRaisedFailsItsVerificationAndReopens() {
        Transition last = last(DISPATCHED, ACCEPTED, HANDLED);

        assertThat(last.next().state()).isEqualTo(CaseState.REOPENED);
        assertThat(last.events()).containsExactly(CaseEventType.VERIFICATION_FAILED);
        assertThat(last.reason())
                .isEqualTo("it was said to be handled, but an alarm is still raised");
    }

    @Test
    void anAlarmRaisedAgainBeforeTheVerifyTimeFailsTheVerification() {
        Transition last = last(ACCEPTED, CLEARED, HANDLED, RAISED);

        assertThat(last.next().state()).isEqualTo(CaseState.REOPENED);
        assertThat(last.events()).containsExactly(CaseEventType.VERIFICATION_FAILED);
    }

    @Test
    void aReopenedCaseCanBeHandledAgainWithoutBeingAcceptedAgain() {
        assertThat(statesAfter(ACCEPTED, HANDLED, CLEARED, HANDLED, CLEAR_VERIFIED))
                .containsExactly(
                        CaseState.ACCEPTED,
                        CaseState.REOPENED,
                        CaseState.REOPENED,
                        CaseState.HANDLED,
                        CaseState.VERIFIED);
    }

    @Test
    void recoversByItselfAndReopensWhenAnAlarmIsRaisedAgain() {
        assertThat(statesAfter(DISPATCHED, CLEARED, CLEAR_VERIFIED, RAISED, CLEARED))
                .containsExactly(
                        CaseState.DISPATCHED,
                        CaseState.RECOVERED,
                        CaseState.RECOVERED,
                        CaseState.REOPENED,
                        CaseState.RECOVERED);
    }

    @Test
    void isWithdrawnWhenLateDataRefutesIt() {
        Transition last = last(DISPATCHED, REFUTED);

        assertThat(last.next().state()).isEqualTo(CaseState.WITHDRAWN);
        assertThat(last.events()).containsExactly(CaseEventType.WITHDRAWN);
    }

    @Test
    void isMarkedRefutedAndNotWithdrawnOnceAccepted() {
        Transition last = last(ACCEPTED, REFUTED);

        assertThat(last.next().state()).isEqualTo(CaseState.ACCEPTED);
        assertThat(last.next().has(CaseMark.REFUTED)).isTrue();
        assertThat(last.events()).containsExactly(CaseEventType.UPDATED);
        assertThat(last(ACCEPTED, REFUTED, RAISED).next().has(CaseMark.REFUTED)).isFalse();
    }

    @Test
    void canBeClosedWhileAnAlarmIsRaised() {
        assertThat(last(DISPATCHED, CLOSED).next().state()).isEqualTo(CaseState.CLOSED);
    }

    @Test
    void cannotBeHandledBeforeItWasAccepted() {
        Transition last = last(DISPATCHED, HANDLED);

        assertThat(last.outcome()).isEqualTo(Outcome.ILLEGAL);
        assertThat(last.reason())
                .isEqualTo(
                        "a case in state dispatched cannot be handled before it was accepted:"
                                + " accept it first");
    }

    @Test
    void cannotBeAcceptedAfterItsEnd() {
        Transition last = last(CLOSED, ACCEPTED);

        assertThat(last.outcome()).isEqualTo(Outcome.ILLEGAL);
        assertThat(last.next().state()).isEqualTo(CaseState.CLOSED);
        assertThat(last.reason())
                .isEqualTo(
                        "a case in state closed has ended and cannot be accepted: a new trouble"
                                + " opens a new case");
    }

    @Test
    void cannotBeRejectedAfterTheWorkWasDone() {
        assertThat(last(ACCEPTED, CLEARED, HANDLED, REJECTED).reason())
                .isEqualTo(
                        "a case in state handled cannot be rejected after the work was done: close"
                                + " it, with a verdict");
    }

    @Test
    void sayingTheSameTwiceIsHarmless() {
        assertThat(last(ACCEPTED, ACCEPTED).outcome()).isEqualTo(Outcome.ALREADY);
        assertThat(last(REJECTED, REJECTED).outcome()).isEqualTo(Outcome.ALREADY);
        assertThat(last(CLOSED, CLOSED).outcome()).isEqualTo(Outcome.ALREADY);
        assertThat(last(DISPATCHED, DISPATCHED).outcome()).isEqualTo(Outcome.ALREADY);
        assertThat(last(ACCEPTED, CLEARED, HANDLED, HANDLED).outcome()).isEqualTo(Outcome.ALREADY);
    }

    @Test
    void isAbsorbedOnlyBeforeItWasDispatched() {
        assertThat(last(new Absorbed()).next().state()).isEqualTo(CaseState.ABSORBED);
        assertThat(last(DISPATCHED, new Absorbed()).next().state()).isEqualTo(CaseState.DISPATCHED);
    }

    @Test
    void everyStateAndInputGivesAValueWithAReason() {
        for (CaseState state : CaseState.values()) {
            for (TroublePhase sensors : TroublePhase.values()) {
                for (Set<CaseMark> marks : allMarks()) {
                    for (CaseInput input : LifeCycleTable.inputs()) {
                        CaseStanding from = new CaseStanding(state, sensors, marks);

                        Transition transition = CaseLifeCycle.step(from, input);

                        assertThat(transition.reason()).isNotEmpty();
                        if (transition.outcome() != Outcome.APPLIED) {
                            assertThat(transition.next()).isEqualTo(from);
                            assertThat(transition.events()).isEmpty();
                        }
                    }
                }
            }
        }
    }

    @Test
    void noInputLeadsOutOfAnEndedState() {
        for (CaseStanding from : LifeCycleTable.reachable()) {
            for (CaseInput input : LifeCycleTable.inputs()) {
                if (!from.state().isOpen()) {
                    assertThat(CaseLifeCycle.step(from, input).next()).isEqualTo(from);
                }
            }
        }
    }

    @Test
    void everyStateCanBeReached() {
        assertThat(LifeCycleTable.reachable().stream().map(CaseStanding::state).distinct())
                .containsExactlyInAnyOrder(CaseState.values());
    }

    @Test
    void endedStatesAreThoseThatTheOpenCaseIndexLeavesOut() {
        assertThat(
                        Arrays.stream(CaseState.values())
                                .filter(state -> !state.isOpen())
                                .map(CaseState::text))
                .containsExactly("closed", "rejected", "withdrawn", "absorbed");
    }

    @Test
    void documentationShowsTheTableAsItIs() throws IOException {
        String table = LifeCycleTable.markdown();
        if (System.getProperty("regenerate") != null) {
            Files.createDirectories(DOCUMENT.getParent());
            Files.writeString(DOCUMENT, table);
        }

        assertThat(Files.readString(DOCUMENT)).isEqualTo(table);
    }

    private static List<CaseState> statesAfter(CaseInput... inputs) {
        CaseStanding[] standing = {CaseLifeCycle.open().next()};
        return Arrays.stream(inputs)
                .map(
                        input -> {
                            standing[0] = CaseLifeCycle.step(standing[0], input).next();
                            return standing[0].state();
                        })
                .toList();
    }

    private static Transition last(CaseInput... inputs) {
        Transition last = CaseLifeCycle.open();
        for (CaseInput input : inputs) {
            last = CaseLifeCycle.step(last.next(), input);
        }
        return last;
    }

    private static List<Set<CaseMark>> allMarks() {
        return List.of(
                Set.of(),
                EnumSet.of(CaseMark.DISPATCHED),
                EnumSet.of(CaseMark.ACCEPTED),
                EnumSet.of(CaseMark.DISPATCHED, CaseMark.ACCEPTED),
                EnumSet.of(CaseMark.ACCEPTED, CaseMark.REFUTED),
                EnumSet.allOf(CaseMark.class));
    }
}
