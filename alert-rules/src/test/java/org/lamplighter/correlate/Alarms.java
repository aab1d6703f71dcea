// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate;

import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.AlarmId;
import org.lamplighter.alarm.AlarmState;
import org.lamplighter.alarm.CaseKind;
import org.lamplighter.alarm.RuleId;
import org.lamplighter.alarm.Severity;
import org.lamplighter.alarm.Title;
import org.lamplighter.reading.DeviceId;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/**
 * Makes the snapshots of one alarm of cover C-17, one rev after the other. Times are seconds after
 * {@link #START}.
 */
final class Alarms {
    static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

    private final AlarmId id;
    private final RuleId rule;
    private final CaseKind kind;
    private final Severity severity;
    private long rev;
    private Instant raisedAt = START;

    private Alarms(String id, String rule, String kind, Severity severity) {
        this.id = new AlarmId(id);
        this.rule = new RuleId(rule);
        this.kind = new CaseKind(kind);
        this.severity = severity;
    }

    static Alarms opened(String id) {
        return new Alarms(id, "cover-opened", "cover-unsafe", Severity.CRITICAL);
    }

    static Alarms displaced(String id) {
        return new Alarms(id, "cover-displaced", "cover-unsafe", Severity.MAJOR);
    }

    static Alarms silent(String id) {
        return new Alarms(id, "cover-silent", "device-maintenance", Severity.MINOR);
    }

    static Alarms battery(String id) {
        return new Alarms(id, "battery-low", "device-maintenance", Severity.MINOR);
    }

    static Alarms methane(String id) {
        return new Alarms(id, "methane-high", "methane", Severity.MAJOR);
    }

    static Instant at(long second) {
        return START.plusSeconds(second);
    }

    AlarmEvent raised(long second) {
        raisedAt = at(second);
        return snapshot(new AlarmState.Raised(raisedAt), second, severity);
    }

    AlarmEvent changed(long second, Severity now) {
        return snapshot(new AlarmState.Raised(raisedAt), second, now);
    }

    AlarmEvent cleared(long second) {
        return snapshot(new AlarmState.Cleared(raisedAt, at(second)), second, severity);
    }

    AlarmEvent withdrawn(long second) {
        return snapshot(new AlarmState.Withdrawn(raisedAt), second, severity);
    }

    private AlarmEvent snapshot(AlarmState state, long second, Severity now) {
        rev++;
        return new AlarmEvent(
                id,
                rule,
                1,
                new DeviceId("C-17"),
                new Title(rule.value(), rule.value()),
                now,
                kind,
                Duration.ofHours(2),
                Duration.ZERO,
                state,
                rev,
                at(second),
                "It is so.",
                new TreeMap<>(),
                List.of());
    }
}
