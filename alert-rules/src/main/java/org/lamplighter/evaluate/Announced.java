// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

import org.lamplighter.alarm.AlarmId;
import org.lamplighter.alarm.RuleId;
import org.lamplighter.alarm.Severity;
import org.lamplighter.reading.DeviceId;

import java.time.Instant;

/**
 * An alarm as it was last announced, kept while late data may still change it.
 *
 * @param rule its rule
 * @param announcedAt the log time of its first announcement, in milliseconds
 * @param nth which of the rule's alarms in that millisecond
 * @param rev the revision of the last announcement
 * @param raisedAt when it was raised, as announced
 * @param clearedAt when it was cleared, as announced; {@link Episode#NEVER} if it was not
 * @param severity as announced
 */
record Announced(
        RuleId rule,
        long announcedAt,
        int nth,
        long rev,
        long raisedAt,
        long clearedAt,
        Severity severity) {
    AlarmId id(DeviceId device) {
        return AlarmId.of(rule, device, Instant.ofEpochMilli(announcedAt), nth);
    }

    boolean says(Episode episode) {
        return raisedAt == episode.raisedAt()
                && clearedAt == episode.clearedAt()
                && severity == episode.severity();
    }

    boolean overlaps(Episode episode) {
        return raisedAt <= episode.clearedAt() && episode.raisedAt() <= clearedAt;
    }

    Announced now(Episode episode) {
        return new Announced(
                rule,
                announcedAt,
                nth,
                rev + 1,
                episode.raisedAt(),
                episode.clearedAt(),
                episode.severity());
    }
}
