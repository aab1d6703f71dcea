// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cases;

import java.util.List;

/**
 * What became of an input to a case.
 *
 * @param outcome whether it was applied
 * @param next how the case stands then; the same as before unless it was applied
 * @param events what to announce, in this order
 * @param reason why, in one English sentence
 */
public record Transition(
        Outcome outcome, CaseStanding next, List<CaseEventType> events, String reason) {
    /** Whether an input was applied. */
    public enum Outcome {
        /** It was, though perhaps there is nothing to announce. */
        APPLIED,
        /** It had been before, or there is nothing left to apply it to: harmless. */
        ALREADY,
        /** The life cycle has no such step: a callback is answered with 409. */
        ILLEGAL
    }

    public Transition {
        events = List.copyOf(events);
    }
}
