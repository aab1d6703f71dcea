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
    /** The due time of a device that waits for nothing. */
    static final long NEVER = Long.MAX_VALUE;

    private static final Instant FOREVER = Instant.ofEpochMilli(NEVER);

    private final Map<String, Entry> byDevice = new HashMap<>();
    private final TreeSet<Entry> ordered = new TreeSet<>();

    private record Entry(long millis, String device) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(millis, other.millis);
            return byTime != 0 ? byTime : device.compareTo(other.device);
        }
    }

    /** Sets when a device is due; {@link #NEVER} takes it out. */
    void set(String device, long millis) {
        Entry before = byDevice.get(device);
        if (before != null) {
            if (before.millis == millis) {
                return;
            }
            ordered.remove(before);
            byDevice.remove(device);
        }
        if (millis != NEVER) {
            Entry entry = new Entry(millis, device);
            byDevice.put(device, entry);
            ordered.add(entry);
        }
    }

    /**
     * Takes out the device that is due first, at or before {@code millis}; among equals the first
     * by id.
     */
    Optional<String> poll(long millis) {
        if (ordered.isEmpty() || ordered.first().millis > millis) {
            return Optional.empty();
        }
        Entry first = ordered.removeFirst();
        byDevice.remove(first.device);
        return Optional.of(first.device);
    }

    /**
     * A due time as the queue takes it: the millisecond at or after it, since ticks have no finer
     * time.
     */
    static long millisOf(Instant due) {
        return due.isBefore(FOREVER) ? due.plusNanos(999_999).toEpochMilli() : NEVER;
    }

    int size() {
        return ordered.size();
    }
}
