// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Cells in memory, for a lane outside Flink. For one thread. */
public final class MemoryCells implements Cells {
    private final TreeMap<String, byte[]> cells = new TreeMap<>();

    @Override
    public Optional<byte[]> find(String name) {
        return Optional.ofNullable(cells.get(name));
    }

    @Override
    public void put(String name, byte[] bytes) {
        cells.put(name, bytes);
    }

    @Override
    public void remove(String name) {
        cells.remove(name);
    }

    @Override
    public void forEach(BiConsumer<String, byte[]> visitor) {
        cells.forEach(visitor);
    }

    /** How many cells there are. */
    public int size() {
        return cells.size();
    }
}
