// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate.area;

import org.lamplighter.trouble.TroubleId;
import org.lamplighter.trouble.TroublePhase;

import java.time.Instant;

/**
 * An area's open trouble as it was last announced.
 *
 * @param id the trouble
 * @param beganRev the rev of its first snapshot
 * @param phase how it stands
 * @param needed how many devices it took when it began: later registrations do not undo it
 * @param announcedAt the log time of the last snapshot
 * @param hasNews whether something about its members has not been told yet
 */
record AreaTrouble(
        TroubleId id,
        long beganRev,
        TroublePhase phase,
        int needed,
        Instant announcedAt,
        boolean hasNews) {
    AreaTrouble withNews() {
        return new AreaTrouble(id, beganRev, phase, needed, announcedAt, true);
    }
}
