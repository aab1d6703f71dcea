// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate;

import org.lamplighter.trouble.Trouble;

import java.time.Instant;
import java.util.List;

/**
 * What came of one step.
 *
 * @param next the state to keep; if it is empty, nothing need be stored
 * @param effects the snapshots to announce, in order
 * @param nextDue when {@link Correlator#onTime} must be called at the latest, in log time; {@link
 *     Instant#MAX} if never. Calling earlier or more often is harmless. It replaces the one of any
 *     earlier step
 * @param reason what was made of the input, in one English sentence
 */
public record Correlation(
        CorrelatorState next, List<Trouble> effects, Instant nextDue, String reason) {
    public Correlation {
        effects = List.copyOf(effects);
    }
}
