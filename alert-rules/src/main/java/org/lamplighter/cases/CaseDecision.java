// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cases;

import org.lamplighter.alarm.CaseKind;
import org.lamplighter.trouble.Scope;
import org.lamplighter.trouble.TroubleId;

import java.time.Instant;

/**
 * What the desk decided about the trouble of a kind and scope: the value of the compacted topic
 * {@code case-decisions}, keyed by {@code kind|scope}. It ends the trouble's episode, so that the
 * next raised alarm begins a new one.
 *
 * @param kind the case kind
 * @param scope what the case is about
 * @param trouble the trouble whose case was ended
 * @param outcome how
 * @param at when, by the desk's clock
 */
public record CaseDecision(
        CaseKind kind, Scope scope, TroubleId trouble, Outcome outcome, Instant at) {
    /** How a case ended. */
    public enum Outcome {
        CLOSED,
        REJECTED,
        WITHDRAWN,
        ABSORBED
    }

    /** The record key of a kind and scope in {@code troubles} and {@code case-decisions}. */
    public static String keyOf(CaseKind kind, Scope scope) {
        return kind.value() + "|" + scope.text();
    }
}
