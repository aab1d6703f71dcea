// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate.area;

import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.AlarmId;
import org.lamplighter.cases.CaseDecision;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.rule.AreaPolicy;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an area keeps for one policy that collapses alarms.
 *
 * @param policy as last heard of
 * @param registered its devices; only if the policy goes by a share of them
 * @param alarms what is known of its alarms
 * @param listed the full snapshots of those that a trouble lists
 * @param trouble the open trouble
 * @param decisions of the desk that wait for their trouble to come again after a restore
 */
record Collapsing(
        AreaPolicy.Collapse policy,
        SortedSet<DeviceId> registered,
        SortedMap<AlarmId, Tracked> alarms,
        SortedMap<AlarmId, AlarmEvent> listed,
        Optional<AreaTrouble> trouble,
        List<CaseDecision> decisions) {
    Collapsing {
        registered = Collections.unmodifiableSortedSet(new TreeSet<>(registered));
        alarms = Collections.unmodifiableSortedMap(new TreeMap<>(alarms));
        listed = Collections.unmodifiableSortedMap(new TreeMap<>(listed));
        decisions = List.copyOf(decisions);
    }

    static Collapsing begun(AreaPolicy.Collapse policy) {
        return new Collapsing(
                policy,
                new TreeSet<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                Optional.empty(),
                List.of());
    }

    boolean isEmpty() {
        return registered.isEmpty() && alarms.isEmpty() && trouble.isEmpty() && decisions.isEmpty();
    }
}
