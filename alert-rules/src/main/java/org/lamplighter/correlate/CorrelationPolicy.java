// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate;

import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.CaseKind;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How alarms become troubles.
 *
 * @param verifyTime how long all alarms must have been clear before a trouble counts as verified
 * @param verifyTimes the kinds that have a verify time of their own
 * @param joins which alarms join an open trouble of another kind
 */
public record CorrelationPolicy(
        Duration verifyTime, Map<CaseKind, Duration> verifyTimes, List<Join> joins) {
    /** Ten minutes for every kind; a silent cover belongs to its being unsafe. */
    public static final CorrelationPolicy DEFAULT =
            new CorrelationPolicy(
                    Duration.ofMinutes(10),
                    Map.of(),
                    List.of(
                            new Join(
                                    new CaseKind("device-maintenance"),
                                    "-silent",
                                    new CaseKind("cover-unsafe"))));

    /**
     * An alarm of one kind that belongs to an open trouble of another kind on the same device, if
     * that had begun by then.
     *
     * @param from the alarm's own kind
     * @param ruleSuffix how the names of its rules end; no-report rules are named {@code …-silent}
     * @param into the kind it joins
     */
    public record Join(CaseKind from, String ruleSuffix, CaseKind into) {
        boolean concerns(AlarmEvent alarm) {
            return alarm.caseKind().equals(from) && alarm.rule().value().endsWith(ruleSuffix);
        }
    }

    public CorrelationPolicy {
        verifyTimes = Map.copyOf(verifyTimes);
        joins = List.copyOf(joins);
    }

    /** The verify time of a kind. */
    public Duration verifyTimeOf(CaseKind kind) {
        return verifyTimes.getOrDefault(kind, verifyTime);
    }
}
