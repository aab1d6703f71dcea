// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate.area;

import org.lamplighter.cases.CaseDecision;
import org.lamplighter.correlate.Claim;
import org.lamplighter.correlate.CorrelationPolicy;
import org.lamplighter.trouble.Scope;
import org.lamplighter.trouble.Trouble;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the policies of one area share during a step: the log time, the revs and what is to be told.
 * Used once, by one thread.
 */
final class AreaClock {
    final Scope.OfArea area;
    final CorrelationPolicy times;
    final List<Trouble> troubles = new ArrayList<>();
    final List<Claim> claims = new ArrayList<>();
    Instant now;
    long lastRev;

    AreaClock(Scope.OfArea area, CorrelationPolicy times, Instant now, long lastRev) {
        this.area = area;
        this.times = times;
        this.now = now;
        this.lastRev = lastRev;
    }

    boolean hasCome(Instant time) {
        return !time.isAfter(now);
    }

    long nextRev() {
        lastRev = Math.max(lastRev + 1, now.toEpochMilli() * Trouble.REVS_PER_MILLI);
        return lastRev;
    }

    /** Whether whatever was announced under a decision's rev has been announced here too. */
    boolean isPassed(CaseDecision decision) {
        return lastRev >= decision.rev() || hasCome(passedAt(decision));
    }

    /** From when on, in log time, no snapshot can have a rev as low as a decision's. */
    static Instant passedAt(CaseDecision decision) {
        return Instant.ofEpochMilli(decision.rev() / Trouble.REVS_PER_MILLI + 1);
    }
}
