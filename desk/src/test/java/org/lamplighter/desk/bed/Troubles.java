// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.bed;

import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.AlarmId;
import org.lamplighter.alarm.AlarmState;
import org.lamplighter.alarm.CaseKind;
import org.lamplighter.alarm.Evidence;
import org.lamplighter.alarm.RuleId;
import org.lamplighter.alarm.Severity;
import org.lamplighter.alarm.Title;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;
import org.lamplighter.trouble.Claimant;
import org.lamplighter.trouble.Scope;
import org.lamplighter.trouble.Trouble;
import org.lamplighter.trouble.TroubleId;
import org.lamplighter.trouble.TroublePhase;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/** Snapshots of troubles as the jobs would make them. */
public final class Troubles {
    public static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
    private static final CaseKind AREA = new CaseKind("area-methane");
    private static final Title TITLE = new Title("Methane", "甲烷超标");

    private Troubles() {}

    /** The {@code nth} methane trouble of a device, at a rev and phase. */
    public static Trouble methane(String device, int nth, long rev, TroublePhase phase) {
        return methane(device, nth, rev, phase, new PointValue.Quantity(57));
    }

    /** As {@link #methane(String, int, long, TroublePhase)}, resting on another value. */
    public static Trouble methane(
            String device, int nth, long rev, TroublePhase phase, PointValue value) {
        AlarmEvent alarm = alarm(device, nth, rev, phase == TroublePhase.ACTIVE, value);
        Scope scope = new Scope.OfDevice(new DeviceId(device));
        CaseKind kind = new CaseKind("methane");
        return new Trouble(
                TroubleId.of(kind, scope, alarm.id()),
                kind,
                scope,
                phase,
                TITLE,
                Severity.CRITICAL,
                Duration.ofHours(2),
                rev,
                T0.plusSeconds(rev),
                "ch4 57 %LEL is at least 50",
                phase == TroublePhase.WITHDRAWN ? List.of() : List.of(alarm),
                phase == TroublePhase.WITHDRAWN ? List.of() : List.of(new DeviceId(device)),
                List.of());
    }

    /** The first methane trouble of a device once the trouble of a main has claimed its alarm. */
    public static Trouble claimed(String device, long rev, String main) {
        Trouble own = methane(device, 0, rev, TroublePhase.ACTIVE);
        return new Trouble(
                own.id(),
                own.kind(),
                own.scope(),
                own.phase(),
                own.title(),
                own.severity(),
                own.deadline(),
                own.rev(),
                own.decidedAt(),
                own.reason(),
                own.members(),
                own.devices(),
                List.of(new Claimant(AREA, new Scope.OfArea("drainage_main", main))));
    }

    /** The trouble of a main that has claimed alarms of {@code C-1} and {@code C-2}. */
    public static Trouble area(String main, long rev, TroublePhase phase) {
        AlarmEvent first = alarm("C-1", 0, 1, true, new PointValue.Quantity(57));
        Scope scope = new Scope.OfArea("drainage_main", main);
        return new Trouble(
                TroubleId.of(AREA, scope, first.id()),
                AREA,
                scope,
                phase,
                new Title("Methane along a main", "片区甲烷"),
                Severity.CRITICAL,
                Duration.ofHours(2),
                rev,
                T0.plusSeconds(rev),
                "Many at once.",
                List.of(first),
                List.of(new DeviceId("C-1"), new DeviceId("C-2")),
                List.of());
    }

    /** The alarm in it. */
    public static AlarmEvent alarm(
            String device, int nth, long rev, boolean raised, PointValue value) {
        RuleId rule = new RuleId("methane-high");
        DeviceId id = new DeviceId(device);
        TreeMap<String, String> parameters = new TreeMap<>();
        parameters.put("limit", "20 (default)");
        return new AlarmEvent(
                AlarmId.of(rule, id, T0, nth),
                rule,
                3,
                id,
                TITLE,
                Severity.CRITICAL,
                new CaseKind("methane"),
                Duration.ofHours(2),
                Duration.ZERO,
                raised ? new AlarmState.Raised(T0) : new AlarmState.Cleared(T0, T0.plusSeconds(60)),
                rev,
                T0.plusSeconds(rev),
                "ch4 57 %LEL is at least 50",
                parameters,
                List.of(new Evidence(new PointName("ch4"), value, T0)));
    }
}
