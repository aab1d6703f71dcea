// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cases;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.lamplighter.alarm.AlarmCodec;
import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.AlarmState;
import org.lamplighter.cloudevent.CloudEvent;
import org.lamplighter.cloudevent.Json;
import org.lamplighter.registry.Location;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Something that happened to a case, as it is told to dispatch systems: a CloudEvent whose {@code
 * data} has the members that {@code docs/interfaces.md} fixes. The body is made once and kept, so
 * that every try sends the same bytes.
 *
 * @param type what happened
 * @param time when
 * @param subject the case as it was then
 */
public record CaseEvent(CaseEventType type, Instant time, Case subject) {
    /** The CloudEvents source of everything that the desk announces. */
    public static final String SOURCE = "/desk";

    static CaseEvent of(CaseEventType type, Instant time, Case subject) {
        return new CaseEvent(type, time, subject);
    }

    /** The same for the same event over all tries: {@code <case id>-<sequence>}. */
    public String id() {
        return subject.id() + "-" + subject.sequence();
    }

    /** The event as UTF-8 JSON; equal events give equal bytes. */
    public byte[] toJson() {
        return new CloudEvent(id(), SOURCE, type.type(), subject.id().value(), time, data(subject))
                .toJson();
    }

    /** A case as it stands in {@code data} and in answers of the REST API. */
    public static ObjectNode data(Case subject) {
        ObjectNode data = Json.object();
        data.put("id", subject.id().value());
        data.put("number", subject.number());
        data.put("kind", subject.kind().value());
        data.putObject("title").put("en", subject.title().en()).put("zh", subject.title().zh());
        data.put("severity", subject.severity().text());
        data.put("state", subject.standing().state().text());
        data.put("openedAt", subject.openedAt().toString());
        data.put("scope", subject.scope().text());
        switch (subject.place().location()) {
            case Location.At at ->
                    data.putObject("location").put("lon", at.lon()).put("lat", at.lat());
            case Location.Unknown unknown -> data.putNull("location");
        }
        ArrayNode devices = data.putArray("devices");
        subject.devices().forEach(device -> devices.add(device.value()));
        ArrayNode alarms = data.putArray("alarms");
        subject.alarms().forEach(alarm -> alarms.add(data(alarm)));
        putTextOrNull(data, "code", subject.place().code());
        data.put("deadline", subject.deadline().toString());
        data.put("sequence", subject.sequence());
        putTextOrNull(data, "areaCase", subject.areaCase());
        data.put("reason", subject.reason());
        ArrayNode marks = data.putArray("marks");
        List<CaseMark> sorted = new ArrayList<>(subject.standing().marks());
        sorted.sort(null);
        sorted.forEach(mark -> marks.add(mark.text()));
        return data;
    }

    private static ObjectNode data(AlarmEvent alarm) {
        ObjectNode data = Json.object();
        data.put("id", alarm.id().value());
        data.put("rule", alarm.rule().value());
        data.put("ruleVersion", alarm.ruleVersion());
        data.put("device", alarm.device().value());
        data.put("raisedAt", alarm.state().raisedAt().toString());
        switch (alarm.state()) {
            case AlarmState.Cleared cleared ->
                    data.put("clearedAt", cleared.clearedAt().toString());
            case AlarmState.Raised raised -> data.putNull("clearedAt");
            case AlarmState.Withdrawn withdrawn -> data.putNull("clearedAt");
        }
        data.put("reason", alarm.reason());
        ObjectNode parameters = data.putObject("parameters");
        alarm.parameters().forEach(parameters::put);
        data.set("evidence", AlarmCodec.toJson(alarm.evidence()));
        return data;
    }

    private static void putTextOrNull(ObjectNode node, String member, String text) {
        if (text.isEmpty()) {
            node.putNull(member);
        } else {
            node.put(member, text);
        }
    }
}
