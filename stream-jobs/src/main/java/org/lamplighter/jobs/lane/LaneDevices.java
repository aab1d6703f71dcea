// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.lamplighter.decode.ProfileCatalog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The devices of a lane: their cells, those lately used as objects, and when each is due. For one
 * thread.
 */
final class LaneDevices {
    /** The most devices of one lane held as objects beside their cells. */
    static final int MAX_HOT = 1024;

    private final Cells cells;
    private final DueQueue queue = new DueQueue();
    private final Map<String, DeviceEntry> hot =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, DeviceEntry> eldest) {
                    return size() > MAX_HOT;
                }
            };

    LaneDevices(Cells cells) {
        this.cells = cells;
        cells.forEach((device, bytes) -> queue.set(device, DeviceEntry.nextDueOf(bytes)));
    }

    Optional<DeviceEntry> find(String device, ProfileCatalog profiles) {
        DeviceEntry held = hot.get(device);
        if (held != null) {
            return Optional.of(held);
        }
        Optional<DeviceEntry> read =
                cells.find(device).map(bytes -> DeviceEntry.decode(bytes, profiles));
        read.ifPresent(entry -> hot.put(device, entry));
        return read;
    }

    /** Keeps an entry; it is due when its state says. */
    void put(String device, DeviceEntry entry) {
        put(device, entry, entry.state().nextDue());
    }

    /**
     * Keeps an entry that is to be woken at another time than its state says, for as long as this
     * object lives.
     */
    void put(String device, DeviceEntry entry, Instant due) {
        hot.put(device, entry);
        queue.set(device, due);
        cells.put(device, entry.encode());
    }

    void remove(String device) {
        hot.remove(device);
        queue.set(device, Instant.MAX);
        cells.remove(device);
    }

    /**
     * The device that is due first, at or before {@code now}, which is then no longer in the queue.
     */
    Optional<String> pollDue(Instant now) {
        return queue.poll(now);
    }

    /** All devices, by id. */
    List<String> all() {
        List<String> all = new ArrayList<>();
        cells.forEach((device, bytes) -> all.add(device));
        all.sort(null);
        return all;
    }

    /** How many devices wait for a time. */
    int waiting() {
        return queue.size();
    }
}
