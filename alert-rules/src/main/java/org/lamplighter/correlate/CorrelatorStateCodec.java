// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.lamplighter.alarm.AlarmCodec;
import org.lamplighter.alarm.AlarmId;
import org.lamplighter.alarm.CaseKind;
import org.lamplighter.alarm.Severity;
import org.lamplighter.alarm.Title;
import org.lamplighter.cases.CaseDecision;
import org.lamplighter.cloudevent.Json;
import org.lamplighter.cloudevent.Members;
import org.lamplighter.correlate.Remembered.Why;
import org.lamplighter.trouble.Claimant;
import org.lamplighter.trouble.Scope;
import org.lamplighter.trouble.TroubleId;
import org.lamplighter.trouble.TroublePhase;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * A correlator's state as bytes: one byte of version, then JSON. Alarms are rare beside readings,
 * so what counts here is that a later version can read it, not its size. Safe to share between
 * threads.
 */
public final class CorrelatorStateCodec {
    /**
     * The version written: since the second, members wait and claims are kept. The first is read
     * too.
     */
    private static final byte VERSION = 2;

    private static final byte FIRST = 1;

    private CorrelatorStateCodec() {}

    /** The bytes of a state, none for an empty one; equal states give equal bytes. */
    public static byte[] encode(CorrelatorState state) {
        if (state.isEmpty()) {
            return new byte[0];
        }
        ObjectNode node = Json.object();
        node.put("clock", state.clock.toString());
        node.put("lastRev", state.lastRev);
        ArrayNode members = node.putArray("members");
        state.members
                .values()
                .forEach(
                        member ->
                                members.addObject()
                                        .put("home", member.home().value())
                                        .put("joinedRev", member.joinedRev())
                                        .put("began", member.began())
                                        .put("readyAt", member.readyAt().toString())
                                        .set("alarm", AlarmCodec.toData(member.alarm())));
        ArrayNode episodes = node.putArray("episodes");
        state.episodes.forEach((kind, episode) -> episodes.add(toJson(kind, episode)));
        ArrayNode remembered = node.putArray("remembered");
        state.remembered.forEach(
                (id, each) ->
                        remembered
                                .addObject()
                                .put("id", id.value())
                                .put("rev", each.rev())
                                .put("why", each.why().name().toLowerCase(Locale.ROOT))
                                .put("until", each.until().toString())
                                .put("began", each.began()));
        ArrayNode claims = node.putArray("claims");
        state.claims.forEach(
                (id, each) -> {
                    ObjectNode on = claims.addObject().put("id", id.value());
                    on.put("until", each.until().toString());
                    ObjectNode by = on.putObject("by");
                    each.byPolicy().forEach((policy, claimant) -> by.put(policy, claimant.text()));
                });
        ArrayNode decisions = node.putArray("decisions");
        state.decisions.forEach(decision -> decisions.add(decision.toNode()));
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
    public static CorrelatorState decode(byte[] bytes) {
        if (bytes.length == 0) {
            return CorrelatorState.EMPTY;
        }
        if (bytes[0] != VERSION && bytes[0] != FIRST) {
            throw new IllegalArgumentException(
                    "correlator state of version "
                            + bytes[0]
                            + " cannot be read: this program knows versions up to "
                            + VERSION
                            + "; start the program that wrote it, or a newer one");
        }
        Members node =
                Members.parse(Arrays.copyOfRange(bytes, 1, bytes.length), "correlator state");
        TreeMap<AlarmId, Member> members = new TreeMap<>();
        for (Members each : node.objects("members")) {
            Member member =
                    new Member(
                            AlarmCodec.parseData(each.object("alarm")),
                            each.parsed("home", CaseKind::new),
                            each.number("joinedRev"),
                            (int) each.number("began"),
                            each.has("readyAt") ? each.instant("readyAt") : Instant.EPOCH);
            members.put(member.alarm().id(), member);
        }
        TreeMap<CaseKind, Episode> episodes = new TreeMap<>();
        for (Members each : node.objects("episodes")) {
            episodes.put(each.parsed("kind", CaseKind::new), parseEpisode(each));
        }
        TreeMap<AlarmId, Remembered> remembered = new TreeMap<>();
        for (Members each : node.objects("remembered")) {
            remembered.put(
                    new AlarmId(each.text("id")),
                    new Remembered(
                            each.number("rev"),
                            each.parsed("why", why -> Why.valueOf(why.toUpperCase(Locale.ROOT))),
                            each.instant("until"),
                            (int) each.number("began")));
        }
        TreeMap<AlarmId, Claims> claims = new TreeMap<>();
        for (Members each : node.has("claims") ? node.objects("claims") : List.<Members>of()) {
            TreeMap<String, Claimant> by = new TreeMap<>();
            each.textMap("by").forEach((policy, text) -> by.put(policy, Claimant.parse(text)));
            claims.put(new AlarmId(each.text("id")), new Claims(by, each.instant("until")));
        }
        List<CaseDecision> decisions = new ArrayList<>();
        node.objects("decisions").forEach(each -> decisions.add(CaseDecision.parse(each)));
        Instant clock = node.instant("clock");
        return new CorrelatorState(
                clock, node.number("lastRev"), members, episodes, remembered, claims, decisions);
    }

    private static ObjectNode toJson(CaseKind kind, Episode episode) {
        ObjectNode node = Json.object();
        node.put("kind", kind.value());
        node.put("id", episode.id().value());
        node.put("scope", episode.scope().text());
        node.put("beganRev", episode.beganRev());
        node.put("phase", episode.phase().text());
        node.putObject("title").put("en", episode.title().en()).put("zh", episode.title().zh());
        node.put("worst", episode.worst().text());
        node.put("severity", episode.severity().text());
        node.put("deadline", episode.deadline().toString());
        node.put("older", episode.older());
        ArrayNode announced = node.putArray("announced");
        episode.announced().forEach(announced::add);
        ArrayNode claimants = node.putArray("claimants");
        episode.claimants().forEach(claimant -> claimants.add(claimant.text()));
        return node;
    }

    private static Episode parseEpisode(Members node) {
        Members title = node.object("title");
        return new Episode(
                new TroubleId(node.text("id")),
                node.parsed("scope", Scope::parse),
                node.number("beganRev"),
                node.parsed("phase", TroublePhase::parse),
                new Title(title.text("en"), title.text("zh")),
                node.parsed("worst", Severity::parse),
                node.parsed("severity", Severity::parse),
                node.duration("deadline"),
                node.number("older"),
                node.texts("announced"),
                node.has("claimants")
                        ? node.texts("claimants").stream().map(Claimant::parse).toList()
                        : List.of());
    }
}
