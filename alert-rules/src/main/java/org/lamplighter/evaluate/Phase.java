// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

import java.util.List;

/** Where a rule stands on a device. Times are event times in milliseconds. */
sealed interface Phase {
    Phase IDLE = new Idle();

    /** Nothing is wrong. */
    record Idle() implements Phase {}

    /**
     * The condition holds, but not yet long or often enough.
     *
     * @param since from when
     * @param readings when the last readings came in which it held, oldest first, as many as are
     *     needed to count
     */
    record Pending(long since, List<Long> readings) implements Phase {
        public Pending {
            readings = List.copyOf(readings);
        }
    }

    /**
     * In force.
     *
     * @param episode since when and why
     * @param clearSince from when the clear condition holds; {@link Episode#NEVER} if it does not
     */
    record Raised(Episode episode, long clearSince) implements Phase {}
}
