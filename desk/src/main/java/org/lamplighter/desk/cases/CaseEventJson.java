// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.cases;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.lamplighter.cases.CaseEventType;
import org.lamplighter.cases.CaseMark;
import org.lamplighter.cloudevent.CloudEvent;
import org.lamplighter.cloudevent.Json;
import org.lamplighter.registry.Location;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Case events as they are sent, and cases as the REST interface tells them: one form for both. */
public final class CaseEventJson {
    /** The CloudEvents source of all case events. */
    public static final String SOURCE = "/desk";

    private CaseEventJson() {}

    /** The CloudEvent that announces {@code type} of a case that stands as {@code row} after it. */
    static String event(CaseEventType type, CaseRow row, Instant at) {
        ObjectNode data = data(row);
        CloudEvent event =
                new CloudEvent(
                        new EventKey(row.id(), row.sequence()).id(),
                        SOURCE,
                        type.type(),
                        row.id().value(),
                        at,
                        data);
        return new String(event.toJson(), StandardCharsets.UTF_8);
    }

    /**
     * The case. {@code location}, {@code areaCase} and {@code clearedAt} are absent where there is
     * none.
     */
    static ObjectNode data(CaseRow row) {
        ObjectNode node = Json.object();
        node.put("id", row.id().value());
        node.put("number", row.number());
        node.put("kind", row.kind().value());
        node.putObject("title").put("en", row.title().en()).put("zh", row.title().zh());
        node.put("severity", row.severity().text());
        node.put("state", row.standing().state().text());
        node.put("openedAt", row.openedAt().toString());
        node.put("updatedAt", row.updatedAt().toString());
        node.put("scope", row.scope().text());
        switch (row.place().location()) {
            case Location.Unknown unknown -> {}
            case Location.At at ->
                    node.putObject("location").put("lon", at.lon()).put("lat", at.lat());
        }
        ObjectNode place = node.putObject("place");
        row.place().attributes().forEach(place::put);
        row.devices().forEach(node.putArray("devices")::add);
        node.set("alarms", row.alarms().deepCopy());
        node.put("code", row.code());
        node.put("deadline", row.deadline().toString());
        node.put("sequence", row.sequence());
        if (!row.areaCase().isEmpty()) {
            node.put("areaCase", row.areaCase());
        }
        var marks = node.putArray("marks");
        row.standing().marks().stream().map(CaseMark::text).sorted().forEach(marks::add);
        node.put("reason", row.reason());
        return node;
    }
}
