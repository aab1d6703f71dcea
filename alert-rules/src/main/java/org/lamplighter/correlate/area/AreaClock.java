// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate.area;

import org.lamplighter.correlate.Claim;
import org.lamplighter.correlate.CorrelationPolicy;
import org.lamplighter.correlate.StepClock;
import org.lamplighter.trouble.Scope;
import org.lamplighter.trouble.Trouble;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the policies of one area share during a step: the log time, the revs and what is to be told.
 * Used once, by one thread.
 */
final class AreaClock extends StepClock {
    final Scope.OfArea area;
    final CorrelationPolicy times;
    final List<Trouble> troubles = new ArrayList<>();
    final List<Claim> claims = new ArrayList<>();

    AreaClock(Scope.OfArea area, CorrelationPolicy times, Instant now, long lastRev) {
        super(now, lastRev);
        this.area = area;
        this.times = times;
    }
}
