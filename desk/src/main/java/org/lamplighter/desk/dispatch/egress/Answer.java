// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.dispatch.egress;

import java.time.Duration;
import java.util.Optional;

/** What came of one POST. */
public sealed interface Answer {
    /** The target answered 2xx: it has the event. */
    record Taken(int status) implements Answer {}

    /**
     * The event was not taken.
     *
     * @param fault why, as a word
     * @param status the HTTP status, 0 when there was none
     * @param reason what happened, in one sentence
     * @param pause how long the target asks to be left alone; zero if it does not
     */
    record NotTaken(DispatchFault fault, int status, String reason, Duration pause)
            implements Answer {}

    /** The answer that an HTTP status means. */
    static Answer of(int status, Optional<Duration> retryAfter) {
        Duration pause = retryAfter.orElse(Duration.ZERO);
        if (status >= 200 && status < 300) {
            return new Taken(status);
        }
        if (status == 410) {
            return new NotTaken(
                    DispatchFault.GONE,
                    status,
                    "the target answered 410: it wants no more events",
                    pause);
        }
        if (status >= 400 && status < 500 && status != 408 && status != 425 && status != 429) {
            return new NotTaken(
                    DispatchFault.STATUS_REFUSED,
                    status,
                    "the target answered " + status + ": it refuses this event",
                    pause);
        }
        String more = status >= 300 && status < 400 ? "; redirects are not followed" : "";
        return new NotTaken(
                DispatchFault.STATUS_FAILED, status, "the target answered " + status + more, pause);
    }
}
