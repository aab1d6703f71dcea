// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

import java.time.Duration;
import java.time.Instant;

/**
 * How long an input of a gateway has been in service, as a clock that stands still while the input
 * is out. No-report deadlines run on it, so that an outage of ours is never a device's silence.
 *
 * <p>It must be a function of the ticks in the log alone, continuous, and exact for the last twenty
 * minutes of log time. {@link ServedClocks} is the implementation; an implementation need not be
 * safe to share between threads.
 */
public interface ServedTime {
    /**
     * The source of a device that was never heard: in service while any input of any gateway is.
     */
    String ANY_SOURCE = "";

    /**
     * What the clock of a source shows at a log time.
     *
     * @param source the frame's source such as {@code /gw1/mqtt}, or {@link #ANY_SOURCE}
     * @param at not after the log time of the record that is being applied
     */
    Duration served(String source, Instant at);

    /**
     * When the clock of a source reached {@code served}, or {@link Instant#MAX} if it has not yet.
     */
    Instant reached(String source, Duration served);
}
