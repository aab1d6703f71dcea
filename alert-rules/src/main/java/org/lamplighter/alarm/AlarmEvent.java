// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.alarm;

import org.lamplighter.reading.DeviceId;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A full snapshot of an alarm, announced whenever something about it changes. A consumer applies a
 * snapshot only if its {@code rev} is higher than the one it holds, so copies and replays are
 * harmless.
 *
 * @param id the alarm
 * @param rule the rule
 * @param ruleVersion the version of the rule in force when this was decided
 * @param device the device
 * @param title the rule's heading
 * @param severity the present severity; it may rise and fall
 * @param caseKind the kind of case it leads to
 * @param deadline how long the city has to act on such a case, from its opening
 * @param groupWait how long, in log time from its first announcement, it waits for others of its
 *     area before it makes a case of its own
 * @param state raised, cleared or withdrawn
 * @param rev 1, 2, … per alarm, from checkpointed state
 * @param decidedAt the log time of the decision: when it was due, never when it ran
 * @param reason why, in one English sentence with the values
 * @param parameters the rule's parameters in force, each as {@code value (scope)}, such as {@code
 *     15 (default)}
 * @param evidence the values it rests on
 */
public record AlarmEvent(
        AlarmId id,
        RuleId rule,
        long ruleVersion,
        DeviceId device,
        Title title,
        Severity severity,
        CaseKind caseKind,
        Duration deadline,
        Duration groupWait,
        AlarmState state,
        long rev,
        Instant decidedAt,
        String reason,
        SortedMap<String, String> parameters,
        List<Evidence> evidence) {
    public AlarmEvent {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        evidence = List.copyOf(evidence);
    }
}
