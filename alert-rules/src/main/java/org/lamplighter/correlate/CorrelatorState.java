// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate;

import org.lamplighter.alarm.AlarmId;
import org.lamplighter.alarm.CaseKind;
import org.lamplighter.cases.CaseDecision;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that correlation keeps for one key. Opaque to its shells, which store it as bytes by {@link
 * CorrelatorStateCodec}.
 *
 * <p>When no episode is open, no spent alarm is raised and {@link Correlator#REMEMBER_FOR} has
 * passed, nothing is kept at all: revs are taken from log time and need no counter.
 *
 * <p>Immutable; safe to share between threads.
 */
public final class CorrelatorState {
    /** Of a key that nothing is known about. */
    public static final CorrelatorState EMPTY =
            new CorrelatorState(
                    Instant.EPOCH,
                    0,
                    new TreeMap<>(),
                    new TreeMap<>(),
                    new TreeMap<>(),
                    new TreeMap<>(),
                    List.of());

    final Instant clock;
    final long lastRev;
    final SortedMap<AlarmId, Member> members;
    final SortedMap<CaseKind, Episode> episodes;
    final SortedMap<AlarmId, Remembered> remembered;
    final SortedMap<AlarmId, Claims> claims;
    final List<CaseDecision> decisions;

    CorrelatorState(
            Instant clock,
            long lastRev,
            SortedMap<AlarmId, Member> members,
            SortedMap<CaseKind, Episode> episodes,
            SortedMap<AlarmId, Remembered> remembered,
            SortedMap<AlarmId, Claims> claims,
            List<CaseDecision> decisions) {
        this.clock = clock;
        this.lastRev = lastRev;
        this.members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
        this.episodes = Collections.unmodifiableSortedMap(new TreeMap<>(episodes));
        this.remembered = Collections.unmodifiableSortedMap(new TreeMap<>(remembered));
        this.claims = Collections.unmodifiableSortedMap(new TreeMap<>(claims));
        this.decisions = List.copyOf(decisions);
    }

    /** Whether nothing is kept, so that nothing need be stored. */
    public boolean isEmpty() {
        return episodes.isEmpty()
                && members.isEmpty()
                && remembered.isEmpty()
                && claims.isEmpty()
                && decisions.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CorrelatorState that
                && clock.equals(that.clock)
                && lastRev == that.lastRev
                && members.equals(that.members)
                && episodes.equals(that.episodes)
                && remembered.equals(that.remembered)
                && claims.equals(that.claims)
                && decisions.equals(that.decisions);
    }

    @Override
    public int hashCode() {
        return clock.hashCode() * 31 + Long.hashCode(lastRev);
    }

    @Override
    public String toString() {
        return "CorrelatorState["
                + episodes.size()
                + " episodes, "
                + members.size()
                + " members, "
                + remembered.size()
                + " remembered, "
                + claims.size()
                + " claimed, at "
                + clock
                + "]";
    }
}
