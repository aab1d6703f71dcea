// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.lamplighter.decode.ProfileCatalog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The devices of a lane: their cells, those lately used as objects, and when each is due. For one
 * thread.
 */
final class LaneDevices {
    private final Cells cells;
    private final DueQueue queue = new DueQueue();
    private final HotDevices hot;

    LaneDevices(Cells cells) {
        this.cells = cells;
        this.hot = new HotDevices(cells);
        cells.forEach((device, bytes) -> queue.set(device, DeviceEntry.nextDueOf(bytes)));
    }

    Optional<DeviceEntry> find(String device, ProfileCatalog profiles) {
        DeviceEntry held = hot.find(device);
        if (held != null) {
            return Optional.of(held);
        }
        Optional<DeviceEntry> read =
                cells.find(device).map(bytes -> DeviceEntry.decode(bytes, profiles));
        read.ifPresent(entry -> hot.hold(device, entry));
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
        hot.change(device, entry);
        queue.set(device, due);
    }

    void remove(String device) {
        hot.forget(device);
        queue.set(device, Instant.MAX);
        cells.remove(device);
    }

    /**
     * The device that is due first, at or before {@code now}, which is then no longer in the queue.
     */
    Optional<String> pollDue(Instant now) {
        return queue.poll(now);
    }

    /** Brings all cells up to date, which until then may be older than what was put. */
    void save() {
        hot.save();
    }

    /** All devices, by id. */
    List<String> all() {
        save();
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
