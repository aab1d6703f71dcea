// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.lamplighter.log.LaneAccount;

import java.nio.ByteBuffer;

/**
 * What a lane has counted, with its clock. Mutable, for one thread; {@link #encode} is its
 * checkpointed form.
 */
final class LaneCounters {
    /** Where they lie in the lane's header. */
    static final String CELL = "counters";

    /** How seldom an account that did not change is written again, in milliseconds of log time. */
    static final long UNCHANGED_ACCOUNT_MILLIS = 5_000;

    /** How often at most a changed account is written, in milliseconds of log time. */
    static final long CHANGED_ACCOUNT_MILLIS = 1_000;

    private static final byte VERSION = 1;
    private static final int SIZE = 1 + 11 * Long.BYTES;

    /** The highest log time seen. */
    long logMillis;

    long frames;
    long decoded;
    long quarantined;
    long pending;
    long fresh;
    long duplicates;
    long readings;

    private long accountAt;
    private long accountedFrames;
    private long accountedPending;

    /**
     * Whether an account is due at a tick. It is a function of log time and counts, so the same in
     * every run.
     */
    boolean accountDue() {
        boolean changed = frames != accountedFrames || pending != accountedPending;
        return logMillis - accountAt
                >= (changed ? CHANGED_ACCOUNT_MILLIS : UNCHANGED_ACCOUNT_MILLIS);
    }

    /** The account up to {@code offset}, exclusively. */
    LaneAccount account(int lane, long offset) {
        accountAt = logMillis;
        accountedFrames = frames;
        accountedPending = pending;
        return new LaneAccount(
                lane,
                Lane.partitionOf(lane),
                offset,
                frames,
                decoded,
                quarantined,
                pending,
                fresh,
                duplicates,
                readings,
                0,
                0);
    }

    byte[] encode() {
        return ByteBuffer.allocate(SIZE)
                .put(VERSION)
                .putLong(logMillis)
                .putLong(frames)
                .putLong(decoded)
                .putLong(quarantined)
                .putLong(pending)
                .putLong(fresh)
                .putLong(duplicates)
                .putLong(readings)
                .putLong(accountAt)
                .putLong(accountedFrames)
                .putLong(accountedPending)
                .array();
    }

    static LaneCounters decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "lane counters of version "
                            + version
                            + " cannot be read; version "
                            + VERSION
                            + " can: was a newer release running here?");
        }
        LaneCounters counters = new LaneCounters();
        counters.logMillis = in.getLong();
        counters.frames = in.getLong();
        counters.decoded = in.getLong();
        counters.quarantined = in.getLong();
        counters.pending = in.getLong();
        counters.fresh = in.getLong();
        counters.duplicates = in.getLong();
        counters.readings = in.getLong();
        counters.accountAt = in.getLong();
        counters.accountedFrames = in.getLong();
        counters.accountedPending = in.getLong();
        return counters;
    }
}
