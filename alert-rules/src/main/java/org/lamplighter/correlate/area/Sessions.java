// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate.area;

import org.lamplighter.reading.DeviceId;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds where many alarms came together, from the times at which they were raised alone: so it does
 * not matter in which order they were heard of.
 */
final class Sessions {
    private Sessions() {}

    /**
     * The beginning of the first session: the alarms before the first window that suffices belong
     * to it as long as no two that follow each other are further apart than the window is long.
     *
     * @param alarms in the order of their raising
     * @param needed how many distinct devices must be in one window
     * @param within the length of the window, both ends included
     * @return when the first alarm of the session was raised; empty if no window suffices
     */
    static Optional<Instant> findStart(List<Tracked> alarms, int needed, Duration within) {
        Map<DeviceId, Integer> inWindow = new HashMap<>();
        int first = 0;
        for (Tracked last : alarms) {
            inWindow.merge(last.device(), 1, Integer::sum);
            while (alarms.get(first).raisedAt().plus(within).isBefore(last.raisedAt())) {
                inWindow.computeIfPresent(
                        alarms.get(first).device(), (device, n) -> n == 1 ? null : n - 1);
                first++;
            }
            if (inWindow.size() >= needed) {
                return Optional.of(alarms.get(walkBack(alarms, first, within)).raisedAt());
            }
        }
        return Optional.empty();
    }

    private static int walkBack(List<Tracked> alarms, int from, Duration within) {
        int first = from;
        while (first > 0
                && !alarms.get(first - 1)
                        .raisedAt()
                        .plus(within)
                        .isBefore(alarms.get(first).raisedAt())) {
            first--;
        }
        return first;
    }
}
