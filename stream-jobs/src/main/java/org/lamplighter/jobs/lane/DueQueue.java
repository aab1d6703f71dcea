// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which device must be woken when, in log time: one entry for each device that waits for something,
 * so it is bounded by the devices of the lane. Rebuilt from the devices' cells, never stored. For
 * one thread.
 */
final class DueQueue {
    private final Map<String, Entry> byDevice = new HashMap<>();
    private final TreeSet<Entry> ordered = new TreeSet<>();

    private record Entry(Instant at, String device) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : device.compareTo(other.device);
        }
    }

    /** Sets when a device is due; {@link Instant#MAX} takes it out. */
    void set(String device, Instant at) {
        Entry before = byDevice.get(device);
        if (before != null) {
            if (before.at.equals(at)) {
                return;
            }
            ordered.remove(before);
            byDevice.remove(device);
        }
        if (!at.equals(Instant.MAX)) {
            Entry entry = new Entry(at, device);
            byDevice.put(device, entry);
            ordered.add(entry);
        }
    }

    /**
     * Takes out the device that is due first, at or before {@code now}; among equals the first by
     * id.
     */
    Optional<String> poll(Instant now) {
        if (ordered.isEmpty() || ordered.first().at.isAfter(now)) {
            return Optional.empty();
        }
        Entry first = ordered.removeFirst();
        byDevice.remove(first.device);
        return Optional.of(first.device);
    }

    int size() {
        return ordered.size();
    }
}
