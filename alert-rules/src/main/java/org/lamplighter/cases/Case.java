// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cases;

import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.CaseKind;
import org.lamplighter.alarm.Severity;
import org.lamplighter.alarm.Title;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.registry.Location;
import org.lamplighter.trouble.Claimant;
import org.lamplighter.trouble.Scope;
import org.lamplighter.trouble.Trouble;
import org.lamplighter.trouble.TroubleId;
import org.lamplighter.trouble.TroublePhase;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The city's unit of work on one trouble. Immutable: every step gives the case as it is then, and
 * the events to announce. The desk keeps it in its database, the back-test in memory; both call
 * only what is here.
 *
 * @param id the case
 * @param number what people call it
 * @param kind the kind of case
 * @param scope what it is about
 * @param trouble the trouble it follows
 * @param troubleRev the highest rev of that trouble that was applied
 * @param title the heading
 * @param severity how bad
 * @param standing where it stands
 * @param openedAt when it was opened, on log time
 * @param deadline when the city must have acted
 * @param place where it is and how the city codes it
 * @param alarms the trouble's member alarms; of an area's only some
 * @param devices the devices of all its alarms, each once, sorted
 * @param claimants the troubles that its own is part of; the case of one of them covers this one
 * @param sequence how many events it has announced
 * @param areaCase the case on the area that covers it; empty if none
 * @param reason why it is as it is
 */
public record Case(
        CaseId id,
        long number,
        CaseKind kind,
        Scope scope,
        TroubleId trouble,
        long troubleRev,
        Title title,
        Severity severity,
        CaseStanding standing,
        Instant openedAt,
        Instant deadline,
        Place place,
        List<AlarmEvent> alarms,
        List<DeviceId> devices,
        List<Claimant> claimants,
        long sequence,
        String areaCase,
        String reason) {
    /**
     * Where a case is and how the city codes it.
     *
     * @param location of its device, or unknown
     * @param code the city's category code; empty if none
     */
    public record Place(Location location, String code) {
        /** Nobody said. */
        public static final Place UNKNOWN = new Place(new Location.Unknown(), "");
    }

    /** What a trouble's snapshot is to the latest case of its kind and scope. */
    public enum Fit {
        /** It is to be applied to the case, by {@link Case#onTrouble}. */
        UPDATES,
        /** The case has it already, or has ended with it: there is nothing to do. */
        STALE,
        /**
         * The case has ended and this is another trouble: {@link Case#findOpening} opens the next.
         */
        BEGINS_NEXT
    }

    public Case {
        alarms = List.copyOf(alarms);
        devices = List.copyOf(devices);
        claimants = List.copyOf(claimants);
    }

    /**
     * Opens a case on a trouble that no open case covers. Nothing is opened on a trouble that is
     * withdrawn or ended, or that is part of another.
     *
     * @param number taken from the counter by whoever opens it
     */
    public static Optional<CaseChange> findOpening(Trouble trouble, long number, Place place) {
        if (!trouble.claimants().isEmpty()) {
            return Optional.empty();
        }
        return switch (trouble.phase()) {
            case WITHDRAWN, ENDED -> Optional.empty();
            case ACTIVE, RECOVERED, CLEAR_VERIFIED -> Optional.of(open(trouble, number, place));
        };
    }

    private static CaseChange open(Trouble trouble, long number, Place place) {
        Transition opening = CaseLifeCycle.open();
        Case blank =
                new Case(
                        CaseId.of(trouble.id()),
                        number,
                        trouble.kind(),
                        trouble.scope(),
                        trouble.id(),
                        0,
                        trouble.title(),
                        trouble.severity(),
                        opening.next(),
                        trouble.decidedAt(),
                        trouble.decidedAt(),
                        place,
                        List.of(),
                        List.of(),
                        List.of(),
                        0,
                        "",
                        "");
        CaseChange opened =
                blank.following(trouble).apply(opening, trouble.decidedAt(), trouble.reason());
        if (trouble.phase() == TroublePhase.ACTIVE) {
            return opened;
        }
        return opened.then(
                opened.next()
                        .on(
                                new CaseInput.Sensed(trouble.phase()),
                                trouble.decidedAt(),
                                trouble.reason()));
    }

    /**
     * What a snapshot of the same kind and scope is to this case, the latest of them, open or
     * ended.
     */
    public Fit fitOf(Trouble snapshot) {
        if (snapshot.rev() <= troubleRev) {
            return Fit.STALE;
        }
        if (standing.state().isOpen()) {
            return Fit.UPDATES;
        }
        return snapshot.id().equals(trouble) ? Fit.STALE : Fit.BEGINS_NEXT;
    }

    /** Applies a snapshot that {@link Fit#UPDATES} this case, while no open case covers it. */
    public CaseChange onTrouble(Trouble snapshot) {
        CaseChange sensed = sense(snapshot);
        Case next = sensed.next();
        return next.hasLeftArea() ? sensed.then(next.released(snapshot.decidedAt())) : sensed;
    }

    /**
     * Applies a snapshot that {@link Fit#UPDATES} this case.
     *
     * @param area the open case of one of the snapshot's claimants
     */
    public CaseChange onTrouble(Trouble snapshot, CaseId area) {
        Case following = following(snapshot);
        if (snapshot.phase() == standing.sensors() && following.waitsForArea()) {
            // that it is covered is all the news there is
            return following.coveredBy(area, snapshot.decidedAt());
        }
        CaseChange sensed = sense(snapshot);
        Case next = sensed.next();
        return next.waitsForArea()
                ? sensed.then(next.coveredBy(area, snapshot.decidedAt()))
                : sensed;
    }

    private CaseChange sense(Trouble snapshot) {
        return following(snapshot)
                .on(
                        new CaseInput.Sensed(snapshot.phase()),
                        snapshot.decidedAt(),
                        snapshot.reason());
    }

    /**
     * Applies what targets, operators or area cases do.
     *
     * @param why the note that came with it; if empty, the life cycle's own reason is announced
     */
    public CaseChange on(CaseInput input, Instant at, String why) {
        return apply(CaseLifeCycle.step(standing, input), at, why);
    }

    /** Whether the case of one of its claimants is still to be named by it. */
    public boolean waitsForArea() {
        return standing.state().isOpen() && !claimants.isEmpty() && areaCase.isEmpty();
    }

    /** Whether it names an area's case that it is part of no longer. */
    public boolean hasLeftArea() {
        return standing.state().isOpen() && claimants.isEmpty() && !areaCase.isEmpty();
    }

    /** The case on the area covers this one: it is absorbed, or names that and stays open. */
    public CaseChange coveredBy(CaseId area, Instant at) {
        return with(standing, sequence, area.value(), reason).on(new CaseInput.Absorbed(), at, "");
    }

    /** The case on the area covers this one no longer. */
    public CaseChange released(Instant at) {
        return with(standing, sequence, "", reason).on(new CaseInput.Released(), at, "");
    }

    /** What the jobs are told when the case has ended; empty while it is open. */
    public Optional<CaseDecision> findDecision(Instant at) {
        return switch (standing.state()) {
            case CLOSED -> Optional.of(decide(CaseDecision.Outcome.CLOSED, at));
            case REJECTED -> Optional.of(decide(CaseDecision.Outcome.REJECTED, at));
            case WITHDRAWN -> Optional.of(decide(CaseDecision.Outcome.WITHDRAWN, at));
            case ABSORBED -> Optional.of(decide(CaseDecision.Outcome.ABSORBED, at));
            case OPENED, DISPATCHED, ACCEPTED, HANDLED, VERIFIED, RECOVERED, REOPENED ->
                    Optional.empty();
        };
    }

    private CaseDecision decide(CaseDecision.Outcome outcome, Instant at) {
        return new CaseDecision(kind, scope, trouble, troubleRev, outcome, at);
    }

    private CaseChange apply(Transition transition, Instant at, String why) {
        String told = why.isEmpty() ? transition.reason() : why;
        Case next = this;
        List<CaseEvent> events = new ArrayList<>();
        if (transition.outcome() == Transition.Outcome.APPLIED) {
            next = with(transition.next(), sequence, areaCase, told);
        }
        for (CaseEventType type : transition.events()) {
            next = next.with(next.standing, next.sequence + 1, next.areaCase, next.reason);
            events.add(new CaseEvent(type, at, next));
        }
        return new CaseChange(next, transition, events);
    }

    /**
     * This case with the facts of a newer snapshot. A refuted trouble has no members left: the last
     * known stay.
     */
    private Case following(Trouble snapshot) {
        return new Case(
                id,
                number,
                kind,
                scope,
                snapshot.id(),
                snapshot.rev(),
                snapshot.title(),
                snapshot.severity(),
                standing,
                openedAt,
                openedAt.plus(snapshot.deadline()),
                place,
                snapshot.devices().isEmpty() ? alarms : snapshot.members(),
                snapshot.devices().isEmpty() ? devices : snapshot.devices(),
                snapshot.claimants(),
                sequence,
                areaCase,
                reason);
    }

    private Case with(
            CaseStanding nextStanding, long nextSequence, String nextAreaCase, String nextReason) {
        return new Case(
                id,
                number,
                kind,
                scope,
                trouble,
                troubleRev,
                title,
                severity,
                nextStanding,
                openedAt,
                deadline,
                place,
                alarms,
                devices,
                claimants,
                nextSequence,
                nextAreaCase,
                nextReason);
    }
}
