// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.trouble;

import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.CaseKind;
import org.lamplighter.alarm.Severity;
import org.lamplighter.alarm.Title;
import org.lamplighter.reading.DeviceId;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * A full snapshot of a trouble; consumers apply only a higher {@code rev}. It holds all that a case
 * needs to say.
 *
 * @param id the trouble
 * @param kind the kind of case
 * @param scope what it is about
 * @param phase how it stands
 * @param title the heading of its worst member
 * @param severity the worst of its raised members, or the worst there was once none is raised
 * @param deadline the shortest of its members' deadlines
 * @param rev grows with every snapshot of a (kind, scope), over its episodes too: the log time in
 *     milliseconds times {@value #REVS_PER_MILLI} plus an ordinal. So it needs no counter that is
 *     kept for ever, and a job that went back to a checkpoint can never announce something newer
 *     under a lower rev
 * @param decidedAt the log time of the decision
 * @param reason why this snapshot was announced, in one English sentence
 * @param members the latest snapshot of each member alarm that was not withdrawn, by alarm id; of
 *     those that are no longer raised only the newest, see the correlator; of an area's only the
 *     first {@link #MAX_LISTED}
 * @param devices the devices of all members, also of those not listed; each once, sorted
 * @param claimants the troubles that claim all of its raised members; sorted. While there is one, a
 *     case on this one is absorbed into the claimant's, or linked to it
 */
public record Trouble(
        TroubleId id,
        CaseKind kind,
        Scope scope,
        TroublePhase phase,
        Title title,
        Severity severity,
        Duration deadline,
        long rev,
        Instant decidedAt,
        String reason,
        List<AlarmEvent> members,
        List<DeviceId> devices,
        List<Claimant> claimants) {
    /** How many revs one millisecond of log time holds. */
    public static final long REVS_PER_MILLI = 1024;

    /** The most member alarms that the trouble of an area lists in full. */
    public static final int MAX_LISTED = 50;

    public Trouble {
        members = members.stream().sorted(Comparator.comparing(AlarmEvent::id)).toList();
        devices = devices.stream().distinct().sorted().toList();
        claimants = claimants.stream().distinct().sorted().toList();
    }

    /** The devices of some alarms, each once, sorted. */
    public static List<DeviceId> devicesOf(List<AlarmEvent> alarms) {
        return alarms.stream().map(AlarmEvent::device).distinct().sorted().toList();
    }
}
