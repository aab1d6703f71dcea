// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate;

import static java.util.Comparator.comparingLong;

import org.lamplighter.cases.CaseDecision;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Decisions that wait until log time has reached the revs that were decided upon: after a restore
 * the troubles come again. At most {@link Correlator#MAX_DECISIONS}, those of the highest revs.
 * Used for one step, by one thread.
 */
public final class HeldDecisions {
    private final List<CaseDecision> held;

    public HeldDecisions(List<CaseDecision> held) {
        this.held = new ArrayList<>(held);
    }

    /** In the order of their revs. */
    public List<CaseDecision> all() {
        return List.copyOf(held);
    }

    /** Once, however often it comes. */
    public void hold(CaseDecision decision) {
        if (!held.contains(decision)) {
            held.add(decision);
            held.sort(comparingLong(CaseDecision::rev));
        }
        if (held.size() > Correlator.MAX_DECISIONS) {
            held.removeFirst();
        }
    }

    /** Those that need not be held any longer, which are held no longer. */
    public List<CaseDecision> takePassed(StepClock clock) {
        List<CaseDecision> passed =
                held.stream().filter(each -> clock.isPassed(each.rev())).toList();
        held.removeAll(passed);
        return passed;
    }

    /** When the first is passed by time alone; {@link Instant#MAX} if there is none. */
    public Instant nextDue() {
        return held.stream()
                .map(each -> StepClock.passedAt(each.rev()))
                .reduce(Instant.MAX, (one, other) -> one.isBefore(other) ? one : other);
    }
}
