// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate;

import org.lamplighter.alarm.Severity;
import org.lamplighter.alarm.Title;
import org.lamplighter.trouble.Claimant;
import org.lamplighter.trouble.Scope;
import org.lamplighter.trouble.TroubleId;
import org.lamplighter.trouble.TroublePhase;

import java.time.Duration;
import java.util.List;

/**
 * An open episode as it was last announced.
 *
 * @param id the trouble
 * @param scope what it is about
 * @param beganRev the rev of its first snapshot; 0 until announced
 * @param phase how it stands
 * @param title the heading of the worst there was
 * @param worst the worst severity there was
 * @param severity the severity announced
 * @param deadline the shortest there was
 * @param older how many cleared members are no longer kept
 * @param announced the members as announced, each as id and rev
 * @param claimants who claimed it, as announced
 */
record Episode(
        TroubleId id,
        Scope scope,
        long beganRev,
        TroublePhase phase,
        Title title,
        Severity worst,
        Severity severity,
        Duration deadline,
        long older,
        List<String> announced,
        List<Claimant> claimants) {
    Episode {
        announced = List.copyOf(announced);
        claimants = List.copyOf(claimants);
    }

    Episode withOlder(int more) {
        return new Episode(
                id,
                scope,
                beganRev,
                phase,
                title,
                worst,
                severity,
                deadline,
                older + more,
                announced,
                claimants);
    }
}
