// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * What a lane keeps, as named byte arrays: a map in Flink's state, or one in memory. Nobody writes
 * to an array that was put or found. For one thread.
 */
public interface Cells {
    Optional<byte[]> find(String name);

    void put(String name, byte[] bytes);

    void remove(String name);

    /**
     * Visits all cells, in no order that may be relied on; the visitor must not change the cells.
     */
    void forEach(BiConsumer<String, byte[]> visitor);
}
