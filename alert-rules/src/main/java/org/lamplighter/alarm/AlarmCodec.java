// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.alarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.lamplighter.cloudevent.CloudEvent;
import org.lamplighter.cloudevent.Json;
import org.lamplighter.cloudevent.Members;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Alarm snapshots as bytes: the values of the topic {@code alarms}, CloudEvents in JSON structured
 * mode. Equal snapshots give equal bytes. Stateless and safe to share between threads.
 */
public final class AlarmCodec {
    /** The CloudEvents source of everything that the jobs announce. */
    public static final String SOURCE = "/jobs";

    private static final String TYPE_PREFIX = "org.lamplighter.alarm.";

    private AlarmCodec() {}

    /** The snapshot as a CloudEvent whose id is {@code <alarm id>-<rev>}. */
    public static byte[] toJson(AlarmEvent alarm) {
        return new CloudEvent(
                        alarm.id() + "-" + alarm.rev(),
                        SOURCE,
                        TYPE_PREFIX + alarm.state().text(),
                        alarm.device().value(),
                        alarm.decidedAt(),
                        toData(alarm))
                .toJson();
    }

    /**
     * Reads {@link #toJson} back.
     *
     * @throws IllegalArgumentException if it is no alarm; the message names the member
     */
    public static AlarmEvent parse(byte[] json) {
        CloudEvent event = CloudEvent.parse(json);
        if (!event.type().startsWith(TYPE_PREFIX)) {
            throw new IllegalArgumentException(
                    "CloudEvent.type must begin with "
                            + TYPE_PREFIX
                            + ", but is \""
                            + event.type()
                            + "\"");
        }
        return parseData(Members.of(event.data(), "alarm"));
    }

    /** The {@code data} of the event alone, as troubles hold their members. */
    public static ObjectNode toData(AlarmEvent alarm) {
        ObjectNode node = Json.object();
        node.put("id", alarm.id().value());
        node.put("rule", alarm.rule().value());
        node.put("ruleVersion", alarm.ruleVersion());
        node.put("device", alarm.device().value());
        node.putObject("title").put("en", alarm.title().en()).put("zh", alarm.title().zh());
        node.put("severity", alarm.severity().text());
        node.put("caseKind", alarm.caseKind().value());
        node.put("deadline", alarm.deadline().toString());
        if (!alarm.groupWait().isZero()) {
            node.put("groupWait", alarm.groupWait().toString());
        }
        node.put("state", alarm.state().text());
        node.put("raisedAt", alarm.state().raisedAt().toString());
        if (alarm.state() instanceof AlarmState.Cleared cleared) {
            node.put("clearedAt", cleared.clearedAt().toString());
        }
        node.put("rev", alarm.rev());
        node.put("decidedAt", alarm.decidedAt().toString());
        node.put("reason", alarm.reason());
        ObjectNode parameters = node.putObject("parameters");
        alarm.parameters().forEach(parameters::put);
        node.set("evidence", toJson(alarm.evidence()));
        return node;
    }

    /**
     * Reads {@link #toData} back.
     *
     * @throws IllegalArgumentException if it is no alarm; the message names the member
     */
    public static AlarmEvent parseData(Members data) {
        Members title = data.object("title");
        return new AlarmEvent(
                new AlarmId(data.text("id")),
                data.parsed("rule", RuleId::new),
                data.number("ruleVersion"),
                data.parsed("device", DeviceId::new),
                new Title(title.text("en"), title.text("zh")),
                data.parsed("severity", Severity::parse),
                data.parsed("caseKind", CaseKind::new),
                data.duration("deadline"),
                data.has("groupWait") ? data.duration("groupWait") : Duration.ZERO,
                parseState(data),
                data.number("rev"),
                data.instant("decidedAt"),
                data.text("reason"),
                data.textMap("parameters"),
                parseEvidence(data));
    }

    /** Evidence as it stands in alarms and in case events: {@code [{point, value, at}]}. */
    public static ArrayNode toJson(List<Evidence> evidence) {
        ArrayNode array = Json.object().arrayNode();
        for (Evidence each : evidence) {
            ObjectNode node = array.addObject();
            node.put("point", each.point().value());
            switch (each.value()) {
                case PointValue.Quantity quantity -> node.put("value", quantity.value());
                case PointValue.Flag flag -> node.put("value", flag.value());
                case PointValue.Text text -> node.put("value", text.value());
            }
            node.put("at", each.at().toString());
        }
        return array;
    }

    private static AlarmState parseState(Members data) {
        String state = data.text("state");
        return switch (state) {
            case "raised" -> new AlarmState.Raised(data.instant("raisedAt"));
            case "cleared" ->
                    new AlarmState.Cleared(data.instant("raisedAt"), data.instant("clearedAt"));
            case "withdrawn" -> new AlarmState.Withdrawn(data.instant("raisedAt"));
            default ->
                    throw new IllegalArgumentException(
                            data.path()
                                    + ".state must be raised, cleared or withdrawn, not \""
                                    + state
                                    + "\"");
        };
    }

    private static List<Evidence> parseEvidence(Members data) {
        List<Evidence> evidence = new ArrayList<>();
        for (Members each : data.objects("evidence")) {
            evidence.add(
                    new Evidence(
                            each.parsed("point", PointName::new),
                            parseValue(each),
                            each.instant("at")));
        }
        return evidence;
    }

    private static PointValue parseValue(Members evidence) {
        JsonNode value = evidence.node().path("value");
        if (value.isNumber()) {
            return new PointValue.Quantity(value.asDouble());
        }
        if (value.isBoolean()) {
            return new PointValue.Flag(value.asBoolean());
        }
        return new PointValue.Text(evidence.text("value"));
    }
}
