// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.trouble;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.lamplighter.alarm.AlarmCodec;
import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.CaseKind;
import org.lamplighter.alarm.Severity;
import org.lamplighter.alarm.Title;
import org.lamplighter.cloudevent.CloudEvent;
import org.lamplighter.cloudevent.Json;
import org.lamplighter.cloudevent.Members;
import org.lamplighter.reading.DeviceId;

import java.util.ArrayList;
import java.util.List;

/**
 * Trouble snapshots as bytes: the values of the topic {@code troubles}, CloudEvents in JSON
 * structured mode. Equal snapshots give equal bytes. Stateless and safe to share between threads.
 */
public final class TroubleCodec {
    private static final String TYPE_PREFIX = "org.lamplighter.trouble.";

    private TroubleCodec() {}

    /**
     * The snapshot as a CloudEvent whose id is {@code <trouble id>-<rev>} and whose subject is the
     * scope.
     */
    public static byte[] toJson(Trouble trouble) {
        ObjectNode data = Json.object();
        data.put("id", trouble.id().value());
        data.put("kind", trouble.kind().value());
        data.put("scope", trouble.scope().text());
        data.put("phase", trouble.phase().text());
        data.putObject("title").put("en", trouble.title().en()).put("zh", trouble.title().zh());
        data.put("severity", trouble.severity().text());
        data.put("deadline", trouble.deadline().toString());
        data.put("rev", trouble.rev());
        data.put("decidedAt", trouble.decidedAt().toString());
        data.put("reason", trouble.reason());
        ArrayNode members = data.putArray("members");
        trouble.members().forEach(member -> members.add(AlarmCodec.toData(member)));
        if (!trouble.devices().equals(Trouble.devicesOf(trouble.members()))) {
            ArrayNode devices = data.putArray("devices");
            trouble.devices().forEach(device -> devices.add(device.value()));
        }
        if (!trouble.claimants().isEmpty()) {
            ArrayNode claimants = data.putArray("claimants");
            trouble.claimants().forEach(claimant -> claimants.add(claimant.text()));
        }
        return new CloudEvent(
                        trouble.id() + "-" + trouble.rev(),
                        AlarmCodec.SOURCE,
                        TYPE_PREFIX + trouble.phase().text(),
                        trouble.scope().text(),
                        trouble.decidedAt(),
                        data)
                .toJson();
    }

    /**
     * Reads {@link #toJson} back.
     *
     * @throws IllegalArgumentException if it is no trouble; the message names the member
     */
    public static Trouble parse(byte[] json) {
        CloudEvent event = CloudEvent.parse(json);
        if (!event.type().startsWith(TYPE_PREFIX)) {
            throw new IllegalArgumentException(
                    "CloudEvent.type must begin with "
                            + TYPE_PREFIX
                            + ", but is \""
                            + event.type()
                            + "\"");
        }
        Members data = Members.of(event.data(), "trouble");
        Members title = data.object("title");
        List<AlarmEvent> members = new ArrayList<>();
        data.objects("members").forEach(member -> members.add(AlarmCodec.parseData(member)));
        return new Trouble(
                new TroubleId(data.text("id")),
                data.parsed("kind", CaseKind::new),
                data.parsed("scope", Scope::parse),
                data.parsed("phase", TroublePhase::parse),
                new Title(title.text("en"), title.text("zh")),
                data.parsed("severity", Severity::parse),
                data.duration("deadline"),
                data.number("rev"),
                data.instant("decidedAt"),
                data.text("reason"),
                members,
                data.has("devices")
                        ? data.texts("devices").stream().map(DeviceId::new).toList()
                        : Trouble.devicesOf(members),
                data.has("claimants")
                        ? data.texts("claimants").stream().map(Claimant::parse).toList()
                        : List.of());
    }
}
