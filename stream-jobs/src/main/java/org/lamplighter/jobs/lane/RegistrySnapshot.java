// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.lamplighter.log.Change;

import java.util.List;
import java.util.Map;

/**
 * The registry as its compacted topics tell it: what a lane without any state begins with.
 *
 * @param shared profiles and rule packs, in the order of their versions
 * @param devices the devices of each lane, in the order of their versions; lanes without any are
 *     absent
 */
public record RegistrySnapshot(List<Change> shared, Map<Integer, List<Change>> devices) {
    /** Nothing registered. */
    public static final RegistrySnapshot EMPTY = new RegistrySnapshot(List.of(), Map.of());

    public RegistrySnapshot {
        shared = List.copyOf(shared);
        devices = Map.copyOf(devices);
    }

    List<Change> devicesOf(int lane) {
        return devices.getOrDefault(lane, List.of());
    }
}
