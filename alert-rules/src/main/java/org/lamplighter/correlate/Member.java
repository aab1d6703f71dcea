// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate;

import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.AlarmState;
import org.lamplighter.alarm.CaseKind;

import java.time.Instant;
import java.util.Comparator;

/**
 * An alarm of an open episode.
 *
 * @param alarm its latest snapshot
 * @param home the kind of the episode it is in
 * @param joinedRev the rev of the trouble's first snapshot with it; 0 until announced
 * @param began how many troubles it began
 * @param readyAt until when it waits for others of its area, in log time
 */
record Member(AlarmEvent alarm, CaseKind home, long joinedRev, int began, Instant readyAt) {
    /** Who was there first; among those who came together, by id. */
    static final Comparator<Member> BY_JOINING =
            Comparator.comparingLong(Member::joinedRev).thenComparing(member -> member.alarm.id());

    /** The newest last. */
    static final Comparator<Member> BY_AGE =
            Comparator.<Member, Instant>comparing(member -> member.alarm.state().raisedAt())
                    .thenComparing(member -> member.alarm.id());

    /** Whether it is part of a trouble that was announced. */
    boolean hasJoined() {
        return joinedRev > 0;
    }

    boolean isRaised() {
        return alarm.state() instanceof AlarmState.Raised;
    }

    Member showing(AlarmEvent newer) {
        return new Member(newer, home, joinedRev, began, readyAt);
    }

    Member movedTo(CaseKind kind) {
        return new Member(alarm, kind, 0, began, readyAt);
    }

    Member joinedAt(long rev) {
        return new Member(alarm, home, rev, began, readyAt);
    }

    Member beginning() {
        return new Member(alarm, home, joinedRev, began + 1, readyAt);
    }
}
