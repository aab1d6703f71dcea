// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.lamplighter.log.Change;
import org.lamplighter.reading.Payload;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads and compiles each change of the registry once for all lanes of a subtask: each lane applies
 * the same changes in the same order, and compiling rules takes far longer than looking them up.
 * For one thread.
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

    /**
     * The most bytes of changes remembered as they were read from lanes' cells; beyond it all are
     * forgotten, and read again where a lane needs them.
     */
    static final int MAX_BYTES = 16 * 1024 * 1024;

    private record Read(Payload bytes, Change change) {}

    private record Step(int before, String cell, long version) {}

    private record Known(RegistryInForce before, RegistryInForce after) {}

    private final Map<Step, Known> steps = new LinkedHashMap<>();
    private final Map<String, Read> read = new HashMap<>();
    private final int mostNames;
    private final int mostBytes;
    private int names;
    private int bytesRead;

    public RegistryCache() {
        this(MAX_NAMES, MAX_BYTES);
    }

    RegistryCache(int mostNames, int mostBytes) {
        this.mostNames = mostNames;
        this.mostBytes = mostBytes;
    }

    /** The change that a lane's cell holds; at a restore all lanes' cells hold the same. */
    Change parse(String cell, byte[] bytes) {
        Payload payload = Payload.wrap(bytes);
        Read known = read.get(cell);
        if (known != null && known.bytes.equals(payload)) {
            return known.change;
        }
        Change change = Change.parse(bytes);
        bytesRead += bytes.length - (known == null ? 0 : known.bytes.length());
        if (bytesRead > mostBytes) {
            read.clear();
            bytesRead = bytes.length;
        }
        read.put(cell, new Read(payload, change));
        return change;
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

    /** The most bytes of changes that are held as they were read. */
    int mostBytes() {
        return mostBytes;
    }

    private void shrink() {
        Iterator<Known> eldest = steps.values().iterator();
        while (steps.size() > MAX_STEPS || (names > mostNames && steps.size() > 1)) {
            names -= eldest.next().after.size();
            eldest.remove();
        }
    }
}
