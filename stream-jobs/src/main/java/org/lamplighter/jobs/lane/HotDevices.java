// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The devices of a lane that were used last, as objects. What has changed is written to its cell
 * when it leaves, and by {@link #save}: a device that speaks often is packed once a checkpoint, not
 * once a frame. For one thread.
 */
final class HotDevices {
    /** The most devices of one lane held as objects. */
    static final int MAX_DEVICES = 1_024;

    /**
     * The most samples that those devices hold together, of some 150 bytes each, so 5 MiB a lane
     * and 80 MiB for the 16 lanes of two partitions; one device has at most 256. Past it devices
     * are packed and decoded again by turns, which costs more processor time, and more memory for
     * what is thrown away, than holding them.
     */
    static final int MAX_SAMPLES = 32_768;

    private final Cells cells;
    private final Map<String, DeviceEntry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<String> unwritten = new HashSet<>();
    private int samples;

    HotDevices(Cells cells) {
        this.cells = cells;
    }

    /** The device as it was last put, if it is held. */
    @Nullable DeviceEntry find(String device) {
        return entries.get(device);
    }

    /** Holds what was read from the device's cell. */
    void hold(String device, DeviceEntry read) {
        replace(device, read);
        shrink();
    }

    /** Holds what the device's cell does not say yet. */
    void change(String device, DeviceEntry changed) {
        replace(device, changed);
        unwritten.add(device);
        shrink();
    }

    void forget(String device) {
        DeviceEntry gone = entries.remove(device);
        samples -= gone == null ? 0 : samplesOf(gone);
        unwritten.remove(device);
    }

    /** Brings all cells up to date. */
    void save() {
        for (String device : unwritten) {
            write(device, entries.get(device));
        }
        unwritten.clear();
    }

    /** How many devices are held. */
    int size() {
        return entries.size();
    }

    private void replace(String device, DeviceEntry entry) {
        DeviceEntry before = entries.put(device, entry);
        samples += samplesOf(entry) - (before == null ? 0 : samplesOf(before));
    }

    private void shrink() {
        Iterator<Map.Entry<String, DeviceEntry>> eldest = entries.entrySet().iterator();
        while (entries.size() > MAX_DEVICES || (samples > MAX_SAMPLES && entries.size() > 1)) {
            Map.Entry<String, DeviceEntry> leaving = eldest.next();
            if (unwritten.remove(leaving.getKey())) {
                write(leaving.getKey(), leaving.getValue());
            }
            samples -= samplesOf(leaving.getValue());
            eldest.remove();
        }
    }

    private void write(String device, @Nullable DeviceEntry entry) {
        if (entry != null) {
            cells.put(device, entry.encode());
        }
    }

    private static int samplesOf(DeviceEntry entry) {
        return entry.state().alarms().samples();
    }
}
