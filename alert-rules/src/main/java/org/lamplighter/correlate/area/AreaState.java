// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate.area;

import org.lamplighter.alarm.RuleId;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that correlation keeps for one area. Opaque to its shells, which store it as bytes by {@link
 * AreaStateCodec}. Immutable; safe to share between threads.
 */
public final class AreaState {
    /** Of an area that nothing is known about. */
    public static final AreaState EMPTY =
            new AreaState(Instant.EPOCH, 0, new TreeMap<>(), new TreeMap<>());

    final Instant clock;
    final long lastRev;
    final SortedMap<RuleId, Collapsing> collapses;
    final SortedMap<RuleId, Inhibiting> inhibits;

    AreaState(
            Instant clock,
            long lastRev,
            SortedMap<RuleId, Collapsing> collapses,
            SortedMap<RuleId, Inhibiting> inhibits) {
        this.clock = clock;
        this.lastRev = lastRev;
        this.collapses = Collections.unmodifiableSortedMap(new TreeMap<>(collapses));
        this.inhibits = Collections.unmodifiableSortedMap(new TreeMap<>(inhibits));
    }

    /** Whether nothing is kept, so that nothing need be stored. */
    public boolean isEmpty() {
        return collapses.isEmpty() && inhibits.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AreaState that
                && clock.equals(that.clock)
                && lastRev == that.lastRev
                && collapses.equals(that.collapses)
                && inhibits.equals(that.inhibits);
    }

    @Override
    public int hashCode() {
        return clock.hashCode() * 31 + Long.hashCode(lastRev);
    }

    @Override
    public String toString() {
        return "AreaState["
                + collapses.keySet()
                + " collapse, "
                + inhibits.keySet()
                + " inhibit, at "
                + clock
                + "]";
    }
}
