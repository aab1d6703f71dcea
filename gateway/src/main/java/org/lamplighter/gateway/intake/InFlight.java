// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.intake;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much the gateway holds that is not in the log yet: the bound on its memory. Thread-safe.
 *
 * <p>Up to the limits connections read ahead as far as their own windows go. Above, each connection
 * still gets one frame in ({@link #roomy()} turns false, and a connection with a frame in flight
 * stops reading). At twice the limits nothing is taken any more.
 */
public final class InFlight {
    /** What a frame costs besides its payload: objects, record and headers, rounded up. */
    public static final int FRAME_OVERHEAD = 512;

    /** Beyond this many times the limits, frames are refused. */
    private static final int HARD = 2;

    /**
     * The bounds.
     *
     * @param frames how many frames
     * @param bytes how many bytes, each frame counting its payload and {@link #FRAME_OVERHEAD}
     */
    public record Limits(int frames, long bytes) {
        /** 100,000 frames, 64 MiB. */
        public static final Limits DEFAULT = new Limits(100_000, 64L << 20);
    }

    private final Limits limits;
    private final AtomicLong frames = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    public InFlight(Limits limits) {
        this.limits = limits;
    }

    /** Takes room for a frame, or none at all and returns false. */
    boolean tryTake(int payloadLength) {
        long framesNow = frames.incrementAndGet();
        long bytesNow = bytes.addAndGet(cost(payloadLength));
        if (framesNow <= (long) HARD * limits.frames() && bytesNow <= HARD * limits.bytes()) {
            return true;
        }
        release(payloadLength);
        return false;
    }

    void release(int payloadLength) {
        frames.decrementAndGet();
        bytes.addAndGet(-cost(payloadLength));
    }

    /** Whether connections may read ahead. */
    public boolean roomy() {
        return frames.get() < limits.frames() && bytes.get() < limits.bytes();
    }

    public long frames() {
        return frames.get();
    }

    public long bytes() {
        return bytes.get();
    }

    private static long cost(int payloadLength) {
        return (long) payloadLength + FRAME_OVERHEAD;
    }
}
