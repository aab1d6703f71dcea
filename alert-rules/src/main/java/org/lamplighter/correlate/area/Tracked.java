// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate.area;

import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.AlarmId;
import org.lamplighter.alarm.AlarmState;
import org.lamplighter.alarm.CaseKind;
import org.lamplighter.alarm.Severity;
import org.lamplighter.reading.DeviceId;

import java.time.Instant;
import java.util.Comparator;

/**
 * What an area keeps of an alarm: enough to judge, not the whole snapshot.
 *
 * @param id the alarm
 * @param device its device
 * @param caseKind the kind of case it would lead to on its own
 * @param severity its severity
 * @param phase how it stands
 * @param raisedAt when it was raised, on the event axis
 * @param decidedAt the log time of the latest snapshot
 * @param rev its highest rev
 * @param standing what became of it here
 * @param joinedRev the rev of the trouble's first snapshot with it; 0 until announced
 * @param began how many troubles it began
 * @param claimed whether the last claim on it stands
 */
record Tracked(
        AlarmId id,
        DeviceId device,
        CaseKind caseKind,
        Severity severity,
        Phase phase,
        Instant raisedAt,
        Instant decidedAt,
        long rev,
        Standing standing,
        long joinedRev,
        int began,
        boolean claimed) {
    /** By the time of raising; at one time, by id. */
    static final Comparator<Tracked> BY_RAISING =
            Comparator.comparing(Tracked::raisedAt).thenComparing(Tracked::id);

    /** How an alarm stands. */
    enum Phase {
        RAISED,
        CLEARED,
        /** Its device is of the area no longer. */
        LEFT,
        WITHDRAWN;

        static Phase of(AlarmState state) {
            return switch (state) {
                case AlarmState.Raised raised -> RAISED;
                case AlarmState.Cleared cleared -> CLEARED;
                case AlarmState.Withdrawn withdrawn -> WITHDRAWN;
            };
        }
    }

    /** What became of an alarm in its area. */
    enum Standing {
        /** It counts. */
        COUNTS,
        /** The desk ended the trouble it was part of; it begins no other. */
        SPENT
    }

    static Tracked of(AlarmEvent alarm) {
        return new Tracked(
                alarm.id(),
                alarm.device(),
                alarm.caseKind(),
                alarm.severity(),
                Phase.of(alarm.state()),
                alarm.state().raisedAt(),
                alarm.decidedAt(),
                alarm.rev(),
                Standing.COUNTS,
                0,
                0,
                false);
    }

    /** Whether it has a say in what the area is in. */
    boolean counts() {
        return standing == Standing.COUNTS && phase != Phase.WITHDRAWN;
    }

    boolean isRaised() {
        return phase == Phase.RAISED;
    }

    boolean hasLeft() {
        return phase == Phase.LEFT;
    }

    boolean hasJoined() {
        return joinedRev > 0;
    }

    /** The same alarm as a newer snapshot shows it. */
    Tracked showing(AlarmEvent newer) {
        Tracked now = of(newer);
        return new Tracked(
                id,
                device,
                now.caseKind,
                now.severity,
                now.phase,
                now.raisedAt,
                now.decidedAt,
                now.rev,
                standing,
                now.phase == Phase.WITHDRAWN ? 0 : joinedRev,
                began,
                claimed);
    }

    /** The same alarm once its device is of the area no longer. */
    Tracked leftAt(Instant time) {
        return new Tracked(
                id,
                device,
                caseKind,
                severity,
                phase == Phase.WITHDRAWN ? phase : Phase.LEFT,
                raisedAt,
                time,
                rev,
                standing,
                joinedRev,
                began,
                claimed);
    }

    Tracked joinedAt(long rev) {
        return with(standing, rev, began, claimed);
    }

    Tracked spent() {
        return with(Standing.SPENT, 0, began, claimed);
    }

    Tracked beginning() {
        return with(standing, joinedRev, began + 1, claimed);
    }

    Tracked claimed(boolean stands) {
        return with(standing, joinedRev, began, stands);
    }

    private Tracked with(Standing nextStanding, long nextJoined, int nextBegan, boolean stands) {
        return new Tracked(
                id,
                device,
                caseKind,
                severity,
                phase,
                raisedAt,
                decidedAt,
                rev,
                nextStanding,
                nextJoined,
                nextBegan,
                stands);
    }
}
