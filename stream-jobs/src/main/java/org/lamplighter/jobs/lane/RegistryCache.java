// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.lamplighter.log.Change;

import java.util.Iterator;
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

    /**
     * The most names that those steps hold together, since each step holds all that is in force
     * after it: some 100 MiB.
     */
    static final int MAX_NAMES = 1_000_000;

    private record Step(int before, String cell, long version) {}

    private record Known(RegistryInForce before, RegistryInForce after) {}

    private final Map<Step, Known> steps = new LinkedHashMap<>();
    private final int mostNames;
    private int names;

    public RegistryCache() {
        this(MAX_NAMES);
    }

    RegistryCache(int mostNames) {
        this.mostNames = mostNames;
    }

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
        Known replaced = steps.put(step, new Known(before, after));
        names += after.size() - (replaced == null ? 0 : replaced.after.size());
        shrink();
        return after;
    }

    /** The most names that are held. */
    int mostNames() {
        return mostNames;
    }

    private void shrink() {
        Iterator<Known> eldest = steps.values().iterator();
        while (steps.size() > MAX_STEPS || (names > mostNames && steps.size() > 1)) {
            names -= eldest.next().after.size();
            eldest.remove();
        }
    }
}
