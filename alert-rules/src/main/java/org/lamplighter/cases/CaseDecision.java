// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cases;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.lamplighter.alarm.CaseKind;
import org.lamplighter.cloudevent.Json;
import org.lamplighter.cloudevent.Members;
import org.lamplighter.trouble.Scope;
import org.lamplighter.trouble.TroubleId;

import java.time.Instant;
import java.util.Locale;

/**
 * What the desk decided about the trouble of a kind and scope: the value of the compacted topic
 * {@code case-decisions}, keyed by {@code kind|scope}. It ends the trouble's episode, so that the
 * next raised alarm begins a new one.
 *
 * @param kind the case kind
 * @param scope what the case is about
 * @param trouble the trouble whose case was ended
 * @param rev the highest rev of that trouble the desk had applied when it decided; an alarm that
 *     joined later was not decided upon and begins the next trouble at once, so none is lost
 *     between the two
 * @param outcome how
 * @param at when, by the desk's clock
 */
public record CaseDecision(
        CaseKind kind, Scope scope, TroubleId trouble, long rev, Outcome outcome, Instant at) {
    /** How a case ended. */
    public enum Outcome {
        CLOSED,
        REJECTED,
        WITHDRAWN,
        ABSORBED;

        /** As written in JSON: {@code closed} and so on. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * Parses {@link #text()}.
         *
         * @throws IllegalArgumentException if it is none
         */
        public static Outcome parse(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /** The record key of a kind and scope in {@code troubles} and {@code case-decisions}. */
    public static String keyOf(CaseKind kind, Scope scope) {
        return kind.value() + "|" + scope.text();
    }

    /** The record key of this decision. */
    public String key() {
        return keyOf(kind, scope);
    }

    /** The decision as UTF-8 JSON; equal decisions give equal bytes. */
    public byte[] toJson() {
        return Json.bytes(toNode());
    }

    /** The decision as a tree, for those who hold several. */
    public ObjectNode toNode() {
        ObjectNode node = Json.object();
        node.put("kind", kind.value());
        node.put("scope", scope.text());
        node.put("trouble", trouble.value());
        node.put("rev", rev);
        node.put("outcome", outcome.text());
        node.put("at", at.toString());
        return node;
    }

    /**
     * Reads {@link #toJson()} back.
     *
     * @throws IllegalArgumentException if it is no decision; the message names the member
     */
    public static CaseDecision parse(byte[] json) {
        return parse(Members.parse(json, "case decision"));
    }

    /**
     * Reads {@link #toNode()} back.
     *
     * @throws IllegalArgumentException if it is no decision; the message names the member
     */
    public static CaseDecision parse(Members members) {
        return new CaseDecision(
                members.parsed("kind", CaseKind::new),
                members.parsed("scope", Scope::parse),
                new TroubleId(members.text("trouble")),
                members.number("rev"),
                members.parsed("outcome", Outcome::parse),
                members.instant("at"));
    }
}
