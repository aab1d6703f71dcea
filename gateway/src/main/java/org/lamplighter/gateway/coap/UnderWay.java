// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.coap;

import org.eclipse.californium.core.network.Exchange;
import org.lamplighter.reading.DeviceId;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The frames that are on their way to the log, with the exchanges that wait for it. Thread-safe.
 * How many there are is bounded by {@link org.lamplighter.gateway.intake.InFlight}, and for each
 * device.
 */
final class UnderWay {
    /**
     * One of them.
     *
     * @param exchange is answered once
     * @param since as the nanosecond clock counts
     */
    record Waiting(DeviceId device, Exchange exchange, long since) {}

    /** What came of asking for a place. */
    enum Begin {
        /** It has one: append the frame. */
        BEGUN,
        /** The same message is on its way already. */
        REPEATED,
        /** The device has as many frames under way as it may. */
        TOO_MANY
    }

    private final Map<Fingerprint, Waiting> waiting = new LinkedHashMap<>();
    private final Map<DeviceId, Integer> byDevice = new HashMap<>();

    synchronized Begin begin(Fingerprint message, Waiting one, int mostOfDevice) {
        if (waiting.containsKey(message)) {
            return Begin.REPEATED;
        }
        int count = byDevice.getOrDefault(one.device(), 0);
        if (count >= mostOfDevice) {
            return Begin.TOO_MANY;
        }
        waiting.put(message, one);
        byDevice.put(one.device(), count + 1);
        return Begin.BEGUN;
    }

    /** Ends one: whoever gets it answers it. */
    synchronized Optional<Waiting> end(Fingerprint message) {
        Waiting one = waiting.remove(message);
        if (one != null) {
            leave(one.device());
        }
        return Optional.ofNullable(one);
    }

    /** Ends all that have begun at or before {@code since}. */
    synchronized List<Waiting> endAllSince(long since) {
        List<Waiting> ended = new ArrayList<>();
        Iterator<Waiting> eldestFirst = waiting.values().iterator();
        while (eldestFirst.hasNext()) {
            Waiting one = eldestFirst.next();
            if (one.since() - since > 0) {
                break;
            }
            eldestFirst.remove();
            leave(one.device());
            ended.add(one);
        }
        return ended;
    }

    synchronized int size() {
        return waiting.size();
    }

    private void leave(DeviceId device) {
        byDevice.computeIfPresent(device, (key, count) -> count == 1 ? null : count - 1);
    }
}
