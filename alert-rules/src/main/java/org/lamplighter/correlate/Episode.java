// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate;

import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.Severity;
import org.lamplighter.alarm.Title;
import org.lamplighter.trouble.Claimant;
import org.lamplighter.trouble.Scope;
import org.lamplighter.trouble.TroubleId;
import org.lamplighter.trouble.TroublePhase;

import java.time.Duration;
import java.util.List;

/**
 * An open episode as it was last announced.
 *
 * @param id the trouble
 * @param scope what it is about
 * @param beganRev the rev of its first snapshot; 0 until announced
 * @param phase how it stands
 * @param title the heading of the worst there was
 * @param worst the worst severity there was
 * @param severity the severity announced
 * @param deadline the shortest there was
 * @param older how many cleared members are no longer kept
 * @param announced the members as announced, each as id and rev
 * @param claimants who claimed it, as announced
 */
record Episode(
        TroubleId id,
        Scope scope,
        long beganRev,
        TroublePhase phase,
        Title title,
        Severity worst,
        Severity severity,
        Duration deadline,
        long older,
        List<String> announced,
        List<Claimant> claimants) {
    Episode {
        announced = List.copyOf(announced);
        claimants = List.copyOf(claimants);
    }

    Episode withOlder(int more) {
        return new Episode(
                id,
                scope,
                beganRev,
                phase,
                title,
                worst,
                severity,
                deadline,
                older + more,
                announced,
                claimants);
    }

    /** As it is announced next, under {@code rev}. */
    Episode showing(
            TroublePhase next,
            List<Member> members,
            List<String> announcing,
            List<Claimant> claiming,
            long rev) {
        Severity worstNow = worst;
        Title titleNow = title;
        Severity severityNow = Severity.MINOR;
        Duration deadlineNow = deadline;
        for (Member member : members.stream().sorted(Member.BY_AGE).toList()) {
            AlarmEvent alarm = member.alarm();
            if (alarm.severity().compareTo(worstNow) > 0) {
                worstNow = alarm.severity();
                titleNow = alarm.title();
            }
            if (member.isRaised() && alarm.severity().compareTo(severityNow) > 0) {
                severityNow = alarm.severity();
            }
            if (alarm.deadline().compareTo(deadlineNow) < 0) {
                deadlineNow = alarm.deadline();
            }
        }
        return new Episode(
                id,
                scope,
                beganRev == 0 ? rev : beganRev,
                next,
                titleNow,
                worstNow,
                next == TroublePhase.ACTIVE ? severityNow : worstNow,
                deadlineNow,
                older,
                announcing,
                claiming);
    }
}
