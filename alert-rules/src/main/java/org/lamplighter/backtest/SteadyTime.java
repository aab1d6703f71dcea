// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.backtest;

import org.lamplighter.evaluate.ServedTime;

import java.time.Duration;
import java.time.Instant;

/**
 * The served clock of a log with a tick each second from its start: no input is ever out. Without
 * the ticks themselves, so that a quiet year costs nothing. For one thread.
 */
final class SteadyTime implements ServedTime {
    private final Instant start;
    private Instant now;

    SteadyTime(Instant start) {
        this.start = start;
        this.now = start;
    }

    void advance(Instant to) {
        if (to.isAfter(now)) {
            now = to;
        }
    }

    @Override
    public Duration served(String source, Instant at) {
        return at.isAfter(start) ? Duration.between(start, at) : Duration.ZERO;
    }

    @Override
    public Instant reached(String source, Duration served) {
        Instant at = start.plus(served);
        return at.isAfter(now) ? Instant.MAX : at;
    }
}
