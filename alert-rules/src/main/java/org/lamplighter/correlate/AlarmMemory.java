// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate;

import static java.util.Comparator.comparing;

import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.AlarmId;
import org.lamplighter.alarm.AlarmState;
import org.lamplighter.correlate.Remembered.Why;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The alarms of a step that are in no episode: at most {@link Correlator#MAX_REMEMBERED}, those
 * that are to be forgotten last. Used once, by one thread.
 */
final class AlarmMemory {
    private final TreeMap<AlarmId, Remembered> remembered;

    AlarmMemory(SortedMap<AlarmId, Remembered> remembered) {
        this.remembered = new TreeMap<>(remembered);
    }

    SortedMap<AlarmId, Remembered> all() {
        return remembered;
    }

    Optional<Remembered> find(AlarmId alarm) {
        return Optional.ofNullable(remembered.get(alarm));
    }

    void remember(AlarmEvent alarm, Why why, int began, Instant now) {
        boolean raised = alarm.state() instanceof AlarmState.Raised;
        Instant until = raised ? Instant.MAX : now.plus(Correlator.REMEMBER_FOR);
        remembered.put(alarm.id(), new Remembered(alarm.rev(), why, until, began));
        while (remembered.size() > Correlator.MAX_REMEMBERED) {
            remembered.entrySet().stream()
                    .min(comparing(entry -> entry.getValue().until()))
                    .map(Map.Entry::getKey)
                    .ifPresent(remembered::remove);
        }
    }

    void forget(AlarmId alarm) {
        remembered.remove(alarm);
    }

    void forgetDue(Instant now) {
        remembered.values().removeIf(each -> !each.until().isAfter(now));
    }

    /** When the next is to be forgotten; {@link Instant#MAX} if none is. */
    Instant nextDue() {
        return remembered.values().stream()
                .map(Remembered::until)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }
}
