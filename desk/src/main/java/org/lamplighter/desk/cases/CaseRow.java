// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.cases;

import com.fasterxml.jackson.databind.node.ArrayNode;

import org.lamplighter.alarm.AlarmCodec;
import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.AlarmState;
import org.lamplighter.alarm.CaseKind;
import org.lamplighter.alarm.Severity;
import org.lamplighter.alarm.Title;
import org.lamplighter.cases.CaseStanding;
import org.lamplighter.cloudevent.Json;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.trouble.Claimant;
import org.lamplighter.trouble.Scope;
import org.lamplighter.trouble.Trouble;
import org.lamplighter.trouble.TroubleId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A case as the database holds it. A value, as long as nobody changes {@code alarms}.
 *
 * @param id its identity
 * @param number what people call it, such as {@code 2026-000123}
 * @param kind its kind
 * @param scope what it is about
 * @param standing all that decides what may happen next
 * @param trouble the trouble in force
 * @param rev the rev of that trouble that was applied last
 * @param title its heading
 * @param severity how bad
 * @param openedAt when it was opened, by the desk's clock
 * @param updatedAt when it last changed
 * @param deadline until when the city should act
 * @param place where it is
 * @param alarms its alarms, as case events tell them
 * @param devices the devices of its alarms, sorted
 * @param claimants the troubles that its own is part of, each as {@code kind|scope}
 * @param areaCase the id of the case on the area that covers it; empty if none does
 * @param reason why it stands as it does
 * @param sequence the sequence of its last event
 */
public record CaseRow(
        CaseId id,
        String number,
        CaseKind kind,
        Scope scope,
        CaseStanding standing,
        TroubleId trouble,
        long rev,
        Title title,
        Severity severity,
        Instant openedAt,
        Instant updatedAt,
        Instant deadline,
        Place place,
        ArrayNode alarms,
        List<String> devices,
        List<String> claimants,
        String areaCase,
        String reason,
        long sequence) {
    public CaseRow {
        devices = List.copyOf(devices);
        claimants = List.copyOf(claimants);
    }

    /** A case that {@code trouble} opens, without any event yet. */
    static CaseRow opening(
            Trouble trouble, String number, CaseStanding standing, Place place, Instant now) {
        return new CaseRow(
                CaseId.of(trouble.id()),
                number,
                trouble.kind(),
                trouble.scope(),
                standing,
                trouble.id(),
                trouble.rev(),
                Storable.of(trouble.title()),
                trouble.severity(),
                now,
                now,
                now.plus(trouble.deadline()),
                place,
                alarmsOf(trouble),
                devicesOf(trouble),
                List.of(),
                "",
                "",
                0);
    }

    /** This case with what a newer snapshot says of its trouble. */
    CaseRow sensing(Trouble snapshot) {
        return new CaseRow(
                id,
                number,
                kind,
                scope,
                standing,
                snapshot.id(),
                snapshot.rev(),
                Storable.of(snapshot.title()),
                snapshot.severity(),
                openedAt,
                updatedAt,
                deadline,
                place,
                snapshot.devices().isEmpty() ? alarms : alarmsOf(snapshot),
                snapshot.devices().isEmpty() ? devices : devicesOf(snapshot),
                snapshot.claimants().stream().map(Claimant::text).toList(),
                areaCase,
                reason,
                sequence);
    }

    /** This case under the number it is given. */
    CaseRow numbered(String given) {
        return new CaseRow(
                id, given, kind, scope, standing, trouble, rev, title, severity, openedAt,
                updatedAt, deadline, place, alarms, devices, claimants, areaCase, reason, sequence);
    }

    /** This case after a step of its life. */
    CaseRow stepped(CaseStanding next, String why, Instant now, long lastSequence) {
        return new CaseRow(
                id,
                number,
                kind,
                scope,
                next,
                trouble,
                rev,
                title,
                severity,
                openedAt,
                now,
                deadline,
                place,
                alarms,
                devices,
                claimants,
                areaCase,
                why,
                lastSequence);
    }

    /** This case naming the case on the area that covers it; empty if none does any longer. */
    CaseRow within(String area) {
        return new CaseRow(
                id, number, kind, scope, standing, trouble, rev, title, severity, openedAt,
                updatedAt, deadline, place, alarms, devices, claimants, area, reason, sequence);
    }

    /** Whether the case of one of its claimants is still to be named by it. */
    boolean waitsForArea() {
        return standing.state().isOpen() && !claimants.isEmpty() && areaCase.isEmpty();
    }

    /** Whether it names an area's case that it is part of no longer. */
    boolean hasLeftArea() {
        return standing.state().isOpen() && claimants.isEmpty() && !areaCase.isEmpty();
    }

    /**
     * The code of the city's catalogue, which a device may carry as the attribute {@code code};
     * else empty.
     */
    public String code() {
        return Optional.ofNullable(place.attributes().get("code")).orElse("");
    }

    private static List<String> devicesOf(Trouble trouble) {
        return trouble.devices().stream().map(DeviceId::value).toList();
    }

    private static ArrayNode alarmsOf(Trouble trouble) {
        ArrayNode array = Json.object().arrayNode();
        for (AlarmEvent member : trouble.members()) {
            var node = array.addObject();
            node.put("id", member.id().value());
            node.put("rule", member.rule().value());
            node.put("ruleVersion", member.ruleVersion());
            node.put("device", member.device().value());
            node.put("severity", member.severity().text());
            node.put("raisedAt", member.state().raisedAt().toString());
            if (member.state() instanceof AlarmState.Cleared cleared) {
                node.put("clearedAt", cleared.clearedAt().toString());
            }
            node.put("reason", member.reason());
            var parameters = node.putObject("parameters");
            member.parameters().forEach(parameters::put);
            node.set("evidence", AlarmCodec.toJson(member.evidence()));
        }
        return Storable.of(array);
    }
}
