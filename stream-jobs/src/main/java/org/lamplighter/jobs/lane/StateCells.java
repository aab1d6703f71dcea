// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.apache.flink.api.common.state.MapState;

import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Cells in Flink's state, those of the current key. For the operator's thread. */
final class StateCells implements Cells {
    private final MapState<String, byte[]> state;

    StateCells(MapState<String, byte[]> state) {
        this.state = state;
    }

    @Override
    public Optional<byte[]> find(String name) {
        try {
            return Optional.ofNullable(state.get(name));
        } catch (Exception e) {
            throw unavailable(e);
        }
    }

    @Override
    public void put(String name, byte[] bytes) {
        try {
            state.put(name, bytes);
        } catch (Exception e) {
            throw unavailable(e);
        }
    }

    @Override
    public void remove(String name) {
        try {
            state.remove(name);
        } catch (Exception e) {
            throw unavailable(e);
        }
    }

    @Override
    public void forEach(BiConsumer<String, byte[]> visitor) {
        try {
            for (Map.Entry<String, byte[]> entry : state.entries()) {
                visitor.accept(entry.getKey(), entry.getValue());
            }
        } catch (Exception e) {
            throw unavailable(e);
        }
    }

    private static IllegalStateException unavailable(Exception e) {
        return new IllegalStateException("Flink's state cannot be used", e);
    }
}
