// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cases;

import static org.lamplighter.cases.CaseState.ABSORBED;
import static org.lamplighter.cases.CaseState.ACCEPTED;
import static org.lamplighter.cases.CaseState.CLOSED;
import static org.lamplighter.cases.CaseState.DISPATCHED;
import static org.lamplighter.cases.CaseState.HANDLED;
import static org.lamplighter.cases.CaseState.OPENED;
import static org.lamplighter.cases.CaseState.RECOVERED;
import static org.lamplighter.cases.CaseState.REJECTED;
import static org.lamplighter.cases.CaseState.REOPENED;
import static org.lamplighter.cases.CaseState.VERIFIED;
import static org.lamplighter.cases.CaseState.WITHDRAWN;

import org.lamplighter.cases.Transition.Outcome;
import org.lamplighter.trouble.TroublePhase;

import java.util.List;
import java.util.Set;

/**
 * The life of a case: one total function of how it stands and what happens. Pure; safe to share
 * between threads.
 *
 * <p>The rules behind the table, which is generated into {@code docs/case-life-cycle.md}:
 *
 * <ul>
 *   <li>Only people accept, handle, reject and close. Sensors recover, verify, reopen and withdraw.
 *   <li>A case somebody accepted keeps its state while the sensors come and go, and is never
 *       withdrawn: it is marked refuted.
 *   <li>"Handled" holds only if the alarms have cleared, and becomes verified once they were clear
 *       for the verify time. If one is raised when it is said, or is raised again before that,
 *       verification has failed.
 *   <li>Closing is allowed in every open state, also while an alarm is raised: it is the city's
 *       decision.
 * </ul>
 */
public final class CaseLifeCycle {
    private CaseLifeCycle() {}

    /**
     * A case begins so, whatever its trouble's phase; the phase is then applied by {@link #step}.
     */
    public static Transition open() {
        return new Transition(
                Outcome.APPLIED,
                new CaseStanding(OPENED, TroublePhase.ACTIVE, Set.of()),
                List.of(CaseEventType.OPENED),
                "a trouble began and no case of its kind and scope was open");
    }

    /**
     * What {@code input} makes of a case that stands as {@code from}: never an exception, always
     * with a reason.
     */
    public static Transition step(CaseStanding from, CaseInput input) {
        if (!from.state().isOpen()) {
            return afterTheEnd(from, input);
        }
        return switch (input) {
            case CaseInput.Sensed sensed -> sense(from, sensed.phase());
            case CaseInput.Dispatched dispatched -> dispatch(from);
            case CaseInput.Called called ->
                    switch (called.action()) {
                        case ACCEPTED -> accept(from);
                        case HANDLED -> handle(from);
                        case REJECTED -> reject(from);
                        case CLOSED ->
                                moved(from.in(CLOSED), CaseEventType.CLOSED, "it was closed");
                    };
            case CaseInput.Absorbed absorbed -> absorb(from);
            case CaseInput.Released released ->
                    moved(from, CaseEventType.UPDATED, "the case on the area covers it no longer");
        };
    }

    private static Transition sense(CaseStanding from, TroublePhase phase) {
        CaseStanding sensing = from.sensing(phase);
        return switch (phase) {
            case ACTIVE -> alarmsRaised(sensing.without(CaseMark.REFUTED));
            case RECOVERED, CLEAR_VERIFIED ->
                    alarmsCleared(from, sensing.without(CaseMark.REFUTED));
            case WITHDRAWN -> alarmsWithdrawn(sensing);
            case ENDED -> quiet(sensing, "its trouble has ended; people end the case");
        };
    }

    private static Transition alarmsRaised(CaseStanding sensing) {
        return switch (sensing.state()) {
            case OPENED, DISPATCHED, ACCEPTED, REOPENED ->
                    moved(sensing, CaseEventType.UPDATED, "its trouble changed");
            case RECOVERED ->
                    moved(
                            sensing.in(REOPENED),
                            CaseEventType.REOPENED,
                            "an alarm was raised again after all had cleared");
            case HANDLED ->
                    moved(
                            sensing.in(REOPENED),
                            CaseEventType.VERIFICATION_FAILED,
                            "an alarm was raised again before all had been clear for the verify"
                                    + " time");
            case VERIFIED ->
                    moved(
                            sensing.in(REOPENED),
                            CaseEventType.REOPENED,
                            "an alarm was raised again after the case was verified");
            case CLOSED, REJECTED, WITHDRAWN, ABSORBED -> afterTheEnd(sensing, sensed(sensing));
        };
    }

    private static Transition alarmsCleared(CaseStanding from, CaseStanding sensing) {
        boolean verified = sensing.sensors() == TroublePhase.CLEAR_VERIFIED;
        boolean news = !isClear(from.sensors());
        return switch (sensing.state()) {
            case OPENED, DISPATCHED ->
                    moved(sensing.in(RECOVERED), CaseEventType.RECOVERED, "all its alarms cleared");
            case REOPENED, ACCEPTED -> {
                if (!sensing.has(CaseMark.ACCEPTED)) {
                    yield moved(
                            sensing.in(RECOVERED),
                            CaseEventType.RECOVERED,
                            "all its alarms cleared");
                }
                yield news
                        ? moved(sensing, CaseEventType.RECOVERED, "all its alarms cleared")
                        : stillClear(sensing, verified);
            }
            case RECOVERED -> stillClear(sensing, verified);
            case HANDLED ->
                    verified
                            ? moved(
                                    sensing.in(VERIFIED),
                                    CaseEventType.VERIFIED,
                                    "all its alarms have been clear for the verify time")
                            : stillClear(sensing, verified);
            case VERIFIED -> stillClear(sensing, verified);
            case CLOSED, REJECTED, WITHDRAWN, ABSORBED -> afterTheEnd(sensing, sensed(sensing));
        };
    }

    private static Transition stillClear(CaseStanding sensing, boolean verified) {
        return verified
                ? quiet(sensing, "all its alarms have been clear for the verify time")
                : moved(
                        sensing,
                        CaseEventType.UPDATED,
                        "its trouble changed; all alarms are clear");
    }

    private static Transition alarmsWithdrawn(CaseStanding sensing) {
        return switch (sensing.state()) {
            case OPENED, DISPATCHED, RECOVERED, REOPENED, ACCEPTED, VERIFIED ->
                    sensing.has(CaseMark.ACCEPTED)
                            ? moved(
                                    sensing.with(CaseMark.REFUTED),
                                    CaseEventType.UPDATED,
                                    "late data showed that there was no trouble; it had been"
                                            + " accepted, so it is marked refuted")
                            : moved(
                                    sensing.in(WITHDRAWN),
                                    CaseEventType.WITHDRAWN,
                                    "late data showed that there was no trouble");
            case HANDLED ->
                    moved(
                            sensing.in(VERIFIED).with(CaseMark.REFUTED),
                            CaseEventType.VERIFIED,
                            "late data showed that there was no trouble, so nothing is left to"
                                    + " verify");
            case CLOSED, REJECTED, WITHDRAWN, ABSORBED -> afterTheEnd(sensing, sensed(sensing));
        };
    }

    private static Transition dispatch(CaseStanding from) {
        if (from.has(CaseMark.DISPATCHED)) {
            return already(from, "a target had taken it before");
        }
        CaseStanding next = from.with(CaseMark.DISPATCHED);
        return moved(
                from.state() == OPENED ? next.in(DISPATCHED) : next,
                CaseEventType.DISPATCHED,
                "a target took it");
    }

    private static Transition accept(CaseStanding from) {
        return switch (from.state()) {
            case OPENED, DISPATCHED, RECOVERED, REOPENED ->
                    moved(
                            from.in(ACCEPTED).with(CaseMark.ACCEPTED),
                            CaseEventType.ACCEPTED,
                            "it was accepted");
            case ACCEPTED, HANDLED, VERIFIED -> already(from, "it had been accepted before");
            case CLOSED, REJECTED, WITHDRAWN, ABSORBED ->
                    afterTheEnd(from, new CaseInput.Called(CaseAction.ACCEPTED));
        };
    }

    private static Transition handle(CaseStanding from) {
        return switch (from.state()) {
            case HANDLED, VERIFIED -> already(from, "it had been handled before");
            case OPENED, DISPATCHED, RECOVERED, REOPENED, ACCEPTED -> {
                if (!from.has(CaseMark.ACCEPTED)) {
                    yield illegal(
                            from,
                            "a case in state "
                                    + from.state().text()
                                    + " cannot be handled before it was accepted: accept it first");
                }
                yield handled(from);
            }
            case CLOSED, REJECTED, WITHDRAWN, ABSORBED ->
                    afterTheEnd(from, new CaseInput.Called(CaseAction.HANDLED));
        };
    }

    private static Transition handled(CaseStanding from) {
        return switch (from.sensors()) {
            case ACTIVE ->
                    moved(
                            from.in(REOPENED),
                            CaseEventType.VERIFICATION_FAILED,
                            "it was said to be handled, but an alarm is still raised");
            case RECOVERED, ENDED ->
                    moved(
                            from.in(HANDLED),
                            CaseEventType.HANDLED,
                            "it was handled; the alarms must stay clear for the verify time");
            case CLEAR_VERIFIED ->
                    moved(
                            from.in(VERIFIED),
                            CaseEventType.VERIFIED,
                            "it was handled, and all its alarms have been clear for the verify"
                                    + " time");
            case WITHDRAWN ->
                    moved(
                            from.in(VERIFIED),
                            CaseEventType.VERIFIED,
                            "it was handled, and late data had shown that there was no trouble");
        };
    }

    private static Transition reject(CaseStanding from) {
        return switch (from.state()) {
            case OPENED, DISPATCHED, RECOVERED, REOPENED, ACCEPTED ->
                    moved(from.in(REJECTED), CaseEventType.REJECTED, "it was rejected");
            case HANDLED, VERIFIED ->
                    illegal(
                            from,
                            "a case in state "
                                    + from.state().text()
                                    + " cannot be rejected after the work was done: close it, with"
                                    + " a verdict");
            case CLOSED, REJECTED, WITHDRAWN, ABSORBED ->
                    afterTheEnd(from, new CaseInput.Called(CaseAction.REJECTED));
        };
    }

    private static Transition absorb(CaseStanding from) {
        return from.has(CaseMark.DISPATCHED) || from.has(CaseMark.ACCEPTED)
                ? moved(
                        from,
                        CaseEventType.UPDATED,
                        "a case on the area covers it; it was dispatched before, so it stays open"
                                + " and names that")
                : moved(from.in(ABSORBED), CaseEventType.ABSORBED, "a case on the area covers it");
    }

    private static Transition afterTheEnd(CaseStanding from, CaseInput input) {
        String state = from.state().text();
        return switch (input) {
            case CaseInput.Sensed sensed ->
                    already(from, "the case is " + state + "; a new trouble opens a new case");
            case CaseInput.Dispatched dispatched -> already(from, "the case is " + state);
            case CaseInput.Absorbed absorbed -> already(from, "the case is " + state);
            case CaseInput.Released released -> already(from, "the case is " + state);
            case CaseInput.Called called ->
                    called.action().text().equals(state)
                            ? already(from, "it had been " + state + " before")
                            : illegal(
                                    from,
                                    "a case in state "
                                            + state
                                            + " has ended and cannot be "
                                            + called.action().text()
                                            + ": a new trouble opens a new case");
        };
    }

    private static CaseInput sensed(CaseStanding sensing) {
        return new CaseInput.Sensed(sensing.sensors());
    }

    private static boolean isClear(TroublePhase phase) {
        return phase == TroublePhase.RECOVERED || phase == TroublePhase.CLEAR_VERIFIED;
    }

    private static Transition moved(CaseStanding next, CaseEventType event, String reason) {
        return new Transition(Outcome.APPLIED, next, List.of(event), reason);
    }

    private static Transition quiet(CaseStanding next, String reason) {
        return new Transition(Outcome.APPLIED, next, List.of(), reason);
    }

    private static Transition already(CaseStanding from, String reason) {
        return new Transition(Outcome.ALREADY, from, List.of(), reason);
    }

    private static Transition illegal(CaseStanding from, String reason) {
        return new Transition(Outcome.ILLEGAL, from, List.of(), reason);
    }
}
