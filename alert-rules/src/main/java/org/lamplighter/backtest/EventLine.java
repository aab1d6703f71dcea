// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.backtest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.lamplighter.alarm.AlarmCodec;
import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.AlarmState;
import org.lamplighter.cases.Case;
import org.lamplighter.cases.CaseEvent;
import org.lamplighter.cloudevent.Json;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.trouble.Scope;

import java.time.Instant;
import java.util.Comparator;

/** The lines of a back-test's output. */
final class EventLine {
    private EventLine() {}

    /** An alarm's snapshot; {@code again} if the alarm was announced as raised before. */
    static ObjectNode of(AlarmEvent alarm, boolean again) {
        String event =
                switch (alarm.state()) {
                    case AlarmState.Raised raised -> again ? "alarm-updated" : "alarm-raised";
                    case AlarmState.Cleared cleared -> "alarm-cleared";
                    case AlarmState.Withdrawn withdrawn -> "alarm-withdrawn";
                };
        ObjectNode line = begin(alarm.decidedAt(), event);
        line.put("rule", alarm.rule().value());
        line.put("device", alarm.device().value());
        line.put("kind", alarm.caseKind().value());
        line.put("scope", new Scope.OfDevice(alarm.device()).text());
        line.put("id", alarm.id().value());
        line.put("reason", alarm.reason());
        line.put("severity", alarm.severity().text());
        line.put("raisedAt", alarm.state().raisedAt().toString());
        if (alarm.state() instanceof AlarmState.Cleared cleared) {
            line.put("clearedAt", cleared.clearedAt().toString());
        }
        ObjectNode parameters = line.putObject("parameters");
        alarm.parameters().forEach(parameters::put);
        line.set("evidence", AlarmCodec.toJson(alarm.evidence()));
        return line;
    }

    static ObjectNode of(CaseEvent event) {
        Case subject = event.subject();
        ObjectNode line = begin(event.time(), "case-" + event.type().text());
        subject.alarms().stream()
                .min(
                        Comparator.<AlarmEvent, Instant>comparing(alarm -> alarm.state().raisedAt())
                                .thenComparing(AlarmEvent::id))
                .ifPresent(
                        first -> {
                            line.put("rule", first.rule().value());
                            line.put("device", first.device().value());
                        });
        line.put("kind", subject.kind().value());
        line.put("scope", subject.scope().text());
        line.put("id", subject.id().value());
        line.put("reason", subject.reason());
        line.put("severity", subject.severity().text());
        line.put("number", subject.number());
        line.put("state", subject.standing().state().text());
        line.put("sequence", subject.sequence());
        line.put("openedAt", subject.openedAt().toString());
        line.put("deadline", subject.deadline().toString());
        ArrayNode alarms = line.putArray("alarms");
        subject.alarms().forEach(alarm -> alarms.add(alarm.id().value()));
        return line;
    }

    static ObjectNode quarantined(RecordedFrame frame, DecodeFault fault, String detail) {
        ObjectNode line = begin(frame.receivedAt(), "frame-quarantined");
        line.put("device", frame.device().value());
        line.put("reason", detail.isEmpty() ? fault.name() : fault.name() + ": " + detail);
        line.put("line", frame.line());
        return line;
    }

    private static ObjectNode begin(Instant at, String event) {
        return Json.object().put("at", at.toString()).put("event", event);
    }
}
