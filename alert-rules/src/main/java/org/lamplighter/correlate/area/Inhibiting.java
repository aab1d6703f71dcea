// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate.area;

import org.lamplighter.alarm.AlarmId;
import org.lamplighter.rule.AreaPolicy;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an area keeps for one policy that hides alarms.
 *
 * @param policy as last heard of
 * @param sources the alarms of the device that the others depend on
 * @param members the alarms of those others
 */
record Inhibiting(
        AreaPolicy.Inhibit policy,
        SortedMap<AlarmId, Tracked> sources,
        SortedMap<AlarmId, Tracked> members) {
    Inhibiting {
        sources = Collections.unmodifiableSortedMap(new TreeMap<>(sources));
        members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    }

    static Inhibiting begun(AreaPolicy.Inhibit policy) {
        return new Inhibiting(policy, new TreeMap<>(), new TreeMap<>());
    }

    boolean isEmpty() {
        return sources.isEmpty() && members.isEmpty();
    }
}
