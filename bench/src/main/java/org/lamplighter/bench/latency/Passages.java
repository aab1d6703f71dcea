// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.latency;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * When each device's raising frame was due and when it passed each stage, by {@link
 * System#nanoTime}; the first passage counts. Thread-safe.
 */
final class Passages {
    private final Map<String, Long> due = new HashMap<>();
    private final Map<Stage, Map<String, Long>> passed = new EnumMap<>(Stage.class);

    Passages() {
        for (Stage stage : Stage.values()) {
            passed.put(stage, new HashMap<>());
        }
    }

    synchronized void due(String device, long at) {
        due.putIfAbsent(device, at);
    }

    synchronized void passed(Stage stage, String device, long at) {
        times(stage).putIfAbsent(device, at);
    }

    /** How many devices passed a stage. */
    synchronized int count(Stage stage) {
        return times(stage).size();
    }

    /** When each frame was due. */
    synchronized Map<String, Long> due() {
        return Map.copyOf(due);
    }

    synchronized OptionalLong find(Stage stage, String device) {
        @Nullable Long at = times(stage).get(device);
        return at == null ? OptionalLong.empty() : OptionalLong.of(at);
    }

    private Map<String, Long> times(Stage stage) {
        return passed.computeIfAbsent(stage, key -> new HashMap<>());
    }
}
