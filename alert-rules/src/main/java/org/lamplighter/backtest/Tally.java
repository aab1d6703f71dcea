// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.backtest;

import java.util.Map;
import java.util.TreeMap;

/** What a back-test counted, for its last words. For one thread. */
final class Tally {
    private final Map<String, Long> events = new TreeMap<>();
    private long fresh;
    private long duplicates;
    private long quarantined;
    private long late;
    private long leftOut;

    void fresh(int lateReadings) {
        fresh++;
        late(lateReadings);
    }

    void late(int readings) {
        late += readings;
    }

    /** Readings of children that the file of devices does not have as such. */
    void leftOut(int readings) {
        leftOut += readings;
    }

    void duplicate() {
        duplicates++;
    }

    void quarantined() {
        quarantined++;
    }

    void event(String name) {
        events.merge(name, 1L, Long::sum);
    }

    /** Two sentences; the first adds up: frames = fresh + duplicate + quarantined. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(fresh + duplicates + quarantined)
                .append(" frames: ")
                .append(fresh)
                .append(" fresh, ")
                .append(duplicates)
                .append(" duplicate, ")
                .append(quarantined)
                .append(" quarantined; ")
                .append(late)
                .append(" late readings");
        if (leftOut > 0) {
            text.append(", ").append(leftOut).append(" of children that are not registered");
        }
        text.append(".\n");
        text.append(events.isEmpty() ? "no events" : "");
        String separator = "";
        for (Map.Entry<String, Long> each : events.entrySet()) {
            text.append(separator).append(each.getValue()).append(' ').append(each.getKey());
            separator = ", ";
        }
        return text.append('.').toString();
    }
}
