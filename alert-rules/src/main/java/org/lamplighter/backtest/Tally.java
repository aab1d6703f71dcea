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

    void fresh(int lateReadings) {
        fresh++;
        late += lateReadings;
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
                .append(" late readings.\n");
        text.append(events.isEmpty() ? "no events" : "");
        String separator = "";
        for (Map.Entry<String, Long> each : events.entrySet()) {
            text.append(separator).append(each.getValue()).append(' ').append(each.getKey());
            separator = ", ";
        }
        return text.append('.').toString();
    }
}
