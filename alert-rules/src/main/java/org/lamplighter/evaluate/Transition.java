// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

import org.lamplighter.alarm.AlarmEvent;

import java.time.Instant;
import java.util.List;

/**
 * What came of one step.
 *
 * @param next the state to keep
 * @param effects what to announce, in order; each carries its reason
 * @param nextDue when {@link Evaluator#onTime} must be called at the latest, in log time; {@link
 *     Instant#MAX} if never. Calling earlier or more often is harmless. It replaces the one of any
 *     earlier transition
 * @param verdict what became of the record
 * @param foldedEarly how many kept readings had to be made final before the lateness bound because
 *     there were more than {@link Evaluator#MAX_RECENT}
 */
public record Transition(
        DeviceState next,
        List<AlarmEvent> effects,
        Instant nextDue,
        Verdict verdict,
        int foldedEarly) {
    public Transition {
        effects = List.copyOf(effects);
    }
}
