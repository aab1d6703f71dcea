// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate.area;

import org.lamplighter.correlate.Claim;
import org.lamplighter.trouble.Trouble;

import java.time.Instant;
import java.util.List;

/**
 * What came of one step.
 *
 * @param next the state to keep; if it is empty, nothing need be stored
 * @param troubles the snapshots to announce, in order
 * @param claims what to tell the devices' own correlation, in order
 * @param nextDue when {@link AreaCorrelator#onTime} must be called at the latest, in log time;
 *     {@link Instant#MAX} if never. It replaces the one of any earlier step
 * @param reason what was made of the input, in one English sentence
 */
public record AreaCorrelation(
        AreaState next,
        List<Trouble> troubles,
        List<Claim> claims,
        Instant nextDue,
        String reason) {
    public AreaCorrelation {
        troubles = List.copyOf(troubles);
        claims = List.copyOf(claims);
    }
}
