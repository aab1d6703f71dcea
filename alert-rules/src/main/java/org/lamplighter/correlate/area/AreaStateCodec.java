// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate.area;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.lamplighter.alarm.AlarmCodec;
import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.AlarmId;
import org.lamplighter.alarm.CaseKind;
import org.lamplighter.alarm.RuleId;
import org.lamplighter.alarm.Severity;
import org.lamplighter.cases.CaseDecision;
import org.lamplighter.cloudevent.Json;
import org.lamplighter.cloudevent.Members;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.rule.AreaPolicy;
import org.lamplighter.trouble.TroubleId;
import org.lamplighter.trouble.TroublePhase;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An area's state as bytes: one byte of version, then JSON. Alarms are rare beside readings, so
 * what counts here is that a later version can read it. Safe to share between threads.
 */
public final class AreaStateCodec {
    /** The version written; the first. */
    private static final byte VERSION = 1;

    private AreaStateCodec() {}

    /** The bytes of a state, none for an empty one; equal states give equal bytes. */
    public static byte[] encode(AreaState state) {
        if (state.isEmpty()) {
            return new byte[0];
        }
        ObjectNode node = Json.object();
        node.put("clock", state.clock.toString());
        node.put("lastRev", state.lastRev);
        ArrayNode collapses = node.putArray("collapses");
        state.collapses.values().forEach(each -> collapses.add(toNode(each)));
        ArrayNode inhibits = node.putArray("inhibits");
        for (Inhibiting each : state.inhibits.values()) {
            ObjectNode inhibit = inhibits.addObject();
            inhibit.set("policy", AreaPolicyCodec.toNode(each.policy()));
            inhibit.set("sources", toNode(each.sources().values()));
            inhibit.set("members", toNode(each.members().values()));
        }
        byte[] json = Json.bytes(node);
        byte[] bytes = new byte[json.length + 1];
        bytes[0] = VERSION;
        System.arraycopy(json, 0, bytes, 1, json.length);
        return bytes;
    }

    /**
     * Reads {@link #encode} back.
     *
     * @throws IllegalArgumentException if these are no such bytes, or those of a newer version
     */
    public static AreaState decode(byte[] bytes) {
        if (bytes.length == 0) {
            return AreaState.EMPTY;
        }
        if (bytes[0] != VERSION) {
            throw new IllegalArgumentException(
                    "area state of version "
                            + bytes[0]
                            + " cannot be read: this program knows version "
                            + VERSION
                            + "; start the program that wrote it, or a newer one");
        }
        Members node = Members.parse(Arrays.copyOfRange(bytes, 1, bytes.length), "area state");
        TreeMap<RuleId, Collapsing> collapses = new TreeMap<>();
        for (Members each : node.objects("collapses")) {
            Collapsing collapsing = collapsing(each);
            collapses.put(collapsing.policy().id(), collapsing);
        }
        TreeMap<RuleId, Inhibiting> inhibits = new TreeMap<>();
        for (Members each : node.objects("inhibits")) {
            AreaPolicy policy = AreaPolicyCodec.parse(each.object("policy"));
            if (policy instanceof AreaPolicy.Inhibit inhibit) {
                inhibits.put(
                        policy.id(),
                        new Inhibiting(inhibit, alarms(each, "sources"), alarms(each, "members")));
            }
        }
        return new AreaState(node.instant("clock"), node.number("lastRev"), collapses, inhibits);
    }

    private static ObjectNode toNode(Collapsing collapsing) {
        ObjectNode node = Json.object();
        node.set("policy", AreaPolicyCodec.toNode(collapsing.policy()));
        ArrayNode registered = node.putArray("registered");
        collapsing.registered().forEach(device -> registered.add(device.value()));
        node.set("alarms", toNode(collapsing.alarms().values()));
        ArrayNode listed = node.putArray("listed");
        collapsing.listed().values().forEach(alarm -> listed.add(AlarmCodec.toData(alarm)));
        collapsing
                .trouble()
                .ifPresent(
                        trouble ->
                                node.putObject("trouble")
                                        .put("id", trouble.id().value())
                                        .put("beganRev", trouble.beganRev())
                                        .put("phase", trouble.phase().text())
                                        .put("needed", trouble.needed())
                                        .put("announcedAt", trouble.announcedAt().toString())
                                        .put("hasNews", trouble.hasNews()));
        ArrayNode decisions = node.putArray("decisions");
        collapsing.decisions().forEach(decision -> decisions.add(decision.toNode()));
        return node;
    }

    private static Collapsing collapsing(Members node) {
        if (!(AreaPolicyCodec.parse(node.object("policy")) instanceof AreaPolicy.Collapse policy)) {
            throw new IllegalArgumentException(node.path() + ".policy does not collapse alarms");
        }
        TreeSet<DeviceId> registered = new TreeSet<>();
        node.texts("registered").forEach(device -> registered.add(new DeviceId(device)));
        TreeMap<AlarmId, AlarmEvent> listed = new TreeMap<>();
        for (Members each : node.objects("listed")) {
            AlarmEvent alarm = AlarmCodec.parseData(each);
            listed.put(alarm.id(), alarm);
        }
        List<CaseDecision> decisions = new ArrayList<>();
        node.objects("decisions").forEach(each -> decisions.add(CaseDecision.parse(each)));
        return new Collapsing(
                policy,
                registered,
                alarms(node, "alarms"),
                listed,
                node.has("trouble")
                        ? Optional.of(trouble(node.object("trouble")))
                        : Optional.empty(),
                decisions);
    }

    private static AreaTrouble trouble(Members node) {
        return new AreaTrouble(
                new TroubleId(node.text("id")),
                node.number("beganRev"),
                node.parsed("phase", TroublePhase::parse),
                (int) node.number("needed"),
                node.instant("announcedAt"),
                node.flag("hasNews"));
    }

    private static ArrayNode toNode(Collection<Tracked> alarms) {
        ArrayNode array = Json.object().arrayNode();
        for (Tracked alarm : alarms) {
            ObjectNode node = array.addObject();
            node.put("id", alarm.id().value());
            node.put("device", alarm.device().value());
            node.put("kind", alarm.caseKind().value());
            node.put("severity", alarm.severity().text());
            node.put("phase", alarm.phase().name().toLowerCase(Locale.ROOT));
            node.put("raisedAt", alarm.raisedAt().toString());
            node.put("decidedAt", alarm.decidedAt().toString());
            node.put("rev", alarm.rev());
            node.put("standing", alarm.standing().name().toLowerCase(Locale.ROOT));
            node.put("joinedRev", alarm.joinedRev());
            node.put("began", alarm.began());
            node.put("claimed", alarm.claimed());
        }
        return array;
    }

    private static SortedMap<AlarmId, Tracked> alarms(Members node, String member) {
        TreeMap<AlarmId, Tracked> alarms = new TreeMap<>();
        for (Members each : node.objects(member)) {
            Tracked alarm =
                    new Tracked(
                            new AlarmId(each.text("id")),
                            each.parsed("device", DeviceId::new),
                            each.parsed("kind", CaseKind::new),
                            each.parsed("severity", Severity::parse),
                            each.parsed("phase", text -> Tracked.Phase.valueOf(upper(text))),
                            each.instant("raisedAt"),
                            each.instant("decidedAt"),
                            each.number("rev"),
                            each.parsed("standing", text -> Tracked.Standing.valueOf(upper(text))),
                            each.number("joinedRev"),
                            (int) each.number("began"),
                            each.flag("claimed"));
            alarms.put(alarm.id(), alarm);
        }
        return alarms;
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }
}
