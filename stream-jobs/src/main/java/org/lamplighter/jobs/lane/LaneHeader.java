// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.lamplighter.evaluate.ServedClocks;
import org.lamplighter.log.Change;
import org.lamplighter.log.Tick;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a lane keeps besides its devices: the counters, the served clocks, and the profiles and
 * rules in force with their texts. For one thread.
 */
final class LaneHeader {
    private static final String CLOCKS = "clocks";

    private final Cells cells;
    private final RegistryCache compiled;
    private final boolean begun;
    private final LaneCounters counters;
    private final ServedClocks clocks;
    private RegistryInForce registry = RegistryInForce.EMPTY;

    LaneHeader(Cells cells, RegistryCache compiled) {
        this.cells = cells;
        this.compiled = compiled;
        this.begun = cells.find(LaneCounters.CELL).isPresent();
        this.counters =
                cells.find(LaneCounters.CELL)
                        .map(LaneCounters::decode)
                        .orElseGet(LaneCounters::new);
        this.clocks = cells.find(CLOCKS).map(ServedClocks::decode).orElseGet(ServedClocks::new);
        List<Change> changes = new ArrayList<>();
        cells.forEach(
                (name, bytes) -> {
                    if (RegistryInForce.isCell(name)) {
                        changes.add(compiled.parse(name, bytes));
                    }
                });
        changes.sort(Comparator.comparingLong(Change::version));
        changes.forEach(change -> registry = compiled.after(registry, change));
    }

    /** Whether the lane had begun when this was read. */
    boolean begun() {
        return begun;
    }

    LaneCounters counters() {
        return counters;
    }

    ServedClocks clocks() {
        return clocks;
    }

    RegistryInForce registry() {
        return registry;
    }

    void saveCounters() {
        cells.put(LaneCounters.CELL, counters.encode());
    }

    void apply(Tick tick) {
        clocks.onTick(tick, Instant.ofEpochMilli(counters.logMillis));
        cells.put(CLOCKS, clocks.encode());
    }

    /** Applies a change of a profile or rule pack and returns what is in force after it. */
    RegistryInForce apply(Change change) {
        RegistryInForce after = compiled.after(registry, change);
        if (after != registry && after.faults().isEmpty()) {
            cells.put(RegistryInForce.cellOf(change), change.toJson());
            after.forgotten().forEach(cells::remove);
        }
        registry = after;
        return after;
    }
}
