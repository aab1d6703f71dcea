// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

import org.lamplighter.alarm.RuleId;

import java.util.List;

/**
 * What a run of samples, in the order of their event times, has made of a device up to some time:
 * everything that the next sample or timer needs. Immutable.
 *
 * @param lastEvent the event time of the last sample; {@link Long#MIN_VALUE} before the first
 * @param lastFired when the last timer fired; {@link Long#MIN_VALUE} before the first
 * @param latest the newest values
 * @param heard when the device was last heard
 * @param phases where the rules stand that are not idle, by rule id
 * @param ended the episodes that ended since the fold began, by rule id and time
 */
record Fold(
        long lastEvent,
        long lastFired,
        Latest latest,
        Heard heard,
        List<InPhase> phases,
        List<Ended> ended) {
    static final Fold EMPTY =
            new Fold(Long.MIN_VALUE, Long.MIN_VALUE, Latest.NONE, Heard.NOT, List.of(), List.of());

    /** A rule that is not idle. */
    record InPhase(RuleId rule, Phase phase) {}

    /** An episode that ended. */
    record Ended(RuleId rule, Episode episode) {}

    Fold {
        phases = List.copyOf(phases);
        ended = List.copyOf(ended);
    }

    /** This fold with the past made final: nothing of it will be announced again. */
    Fold withoutEnded() {
        return ended.isEmpty()
                ? this
                : new Fold(lastEvent, lastFired, latest, heard, phases, List.of());
    }

    Phase phaseOf(RuleId rule) {
        for (InPhase inPhase : phases) {
            if (inPhase.rule().equals(rule)) {
                return inPhase.phase();
            }
        }
        return Phase.IDLE;
    }
}
