// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.lamplighter.log.Change;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Compiles each change of the registry once for all lanes of a subtask: each lane applies the same
 * changes in the same order, and compiling rules takes far longer than looking them up. For one
 * thread.
 */
public final class RegistryCache {
    /**
     * The most steps remembered: enough for a large registry's start, in which each lane takes
     * every step.
     */
    static final int MAX_STEPS = 4096;

    private record Step(int before, String cell, long version) {}

    private record Known(RegistryInForce before, RegistryInForce after) {}

    private final Map<Step, Known> steps =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Step, Known> eldest) {
                    return size() > MAX_STEPS;
                }
            };

    RegistryInForce after(RegistryInForce before, Change change) {
        Step step =
                new Step(
                        System.identityHashCode(before),
                        RegistryInForce.cellOf(change),
                        change.version());
        Known known = steps.get(step);
        if (known != null && known.before == before) {
            return known.after;
        }
        RegistryInForce after = before.after(change);
        steps.put(step, new Known(before, after));
        return after;
    }
}
