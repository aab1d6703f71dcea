// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.intake;

import org.lamplighter.reading.FrameId;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives each frame its id. Thread-safe.
 *
 * <p>Counters grow strictly, also over a restart as long as the clock does. A clock that is set
 * back while the gateway runs does not repeat an id: the received time then stands still until the
 * clock has caught up.
 */
public final class FrameIds {
    private final String gateway;
    private final InstantSource clock;
    private final AtomicLong last = new AtomicLong();

    public FrameIds(String gateway, InstantSource clock) {
        this.gateway = gateway;
        this.clock = clock;
    }

    FrameId next() {
        long now = clock.millis() * FrameId.PER_MILLI;
        return new FrameId(gateway, last.updateAndGet(before -> Math.max(before + 1, now)));
    }
}
