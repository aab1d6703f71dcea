// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.backtest;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/** When which key is due; the earliest first, by key among equals. For one thread. */
final class DueTimes {
    private record Due(Instant at, String key) {}

    private final Map<String, Instant> current = new HashMap<>();
    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::key));

    /** Replaces when a key is due; {@link Instant#MAX} for never. */
    void set(String key, Instant at) {
        if (at.equals(Instant.MAX)) {
            current.remove(key);
        } else if (!at.equals(current.put(key, at))) {
            queue.add(new Due(at, key));
        }
    }

    /** When the first is due; {@link Instant#MAX} if none is. */
    Instant next() {
        while (true) {
            Due first = queue.peek();
            if (first == null) {
                return Instant.MAX;
            }
            if (first.at.equals(current.get(first.key))) {
                return first.at;
            }
            queue.remove();
        }
    }

    /** Takes the key that is due at {@link #next}; call it only if there is one. */
    String take() {
        String key = queue.remove().key;
        current.remove(key);
        return key;
    }
}
