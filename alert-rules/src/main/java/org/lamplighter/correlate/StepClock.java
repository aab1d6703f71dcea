// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.correlate;

import org.lamplighter.trouble.Trouble;

import java.time.Instant;

/**
 * Log time during a step, and the revs of what the step announces, which are taken from it. Used
 * once, by one thread.
 */
public class StepClock {
    private Instant now;
    private long lastRev;

    /**
     * @param now the log time that the state had come to
     * @param lastRev the highest rev that it had announced
     */
    public StepClock(Instant now, long lastRev) {
        this.now = now;
        this.lastRev = lastRev;
    }

    public final Instant now() {
        return now;
    }

    public final long lastRev() {
        return lastRev;
    }

    /** Never goes back. */
    public final void moveTo(Instant time) {
        if (time.isAfter(now)) {
            now = time;
        }
    }

    public final boolean hasCome(Instant time) {
        return !time.isAfter(now);
    }

    /** Higher than any before, and than any of an earlier time. */
    public final long nextRev() {
        lastRev = Math.max(lastRev + 1, now.toEpochMilli() * Trouble.REVS_PER_MILLI);
        return lastRev;
    }

    /** Whether whatever was announced under {@code rev} has been announced by this state too. */
    public final boolean isPassed(long rev) {
        return lastRev >= rev || hasCome(passedAt(rev));
    }

    /** From when on, in log time, no snapshot can have a rev so low. */
    public static Instant passedAt(long rev) {
        return Instant.ofEpochMilli(rev / Trouble.REVS_PER_MILLI + 1);
    }
}
