// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.correlate;

import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.TimerService;
import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** At most one event-time timer of the current key. Flink calls it from one thread. */
final class Wake {
    private final ValueState<Long> due;

    /**
     * @param due keeps when the timer is set for
     */
    Wake(ValueState<Long> due) {
        this.due = due;
    }

    /** The timer has fired. */
    void fired() {
        due.clear();
    }

    /** Sets the timer; {@link Instant#MAX} for none. */
    void at(Instant next, TimerService timers) throws Exception {
        @Nullable Long set = due.value();
        boolean never = next.equals(Instant.MAX);
        // a timer has milliseconds only: the one at or after the due time
        long wanted = never ? Long.MAX_VALUE : next.plusNanos(999_999).toEpochMilli();
        if (set != null && set != wanted) {
            timers.deleteEventTimeTimer(set);
            due.clear();
        }
        if (!never && (set == null || set != wanted)) {
            timers.registerEventTimeTimer(wanted);
            due.update(wanted);
        }
    }
}
