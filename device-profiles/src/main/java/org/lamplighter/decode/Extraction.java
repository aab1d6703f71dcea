// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import org.jspecify.annotations.Nullable;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.PointValue;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What is taken out of one frame while it is decoded. Used by one thread, and never kept. */
final class Extraction {
    final @Nullable PointValue[] values;
    int ignoredMembers;

    private boolean hasSequence;
    private long sequence;
    private boolean hasTime;
    private @Nullable Instant time;
    private @Nullable DecodeFault fault;
    private String detail = "";

    Extraction(int points) {
        values = new @Nullable PointValue[points];
    }

    /** Ends decoding; the first fault counts. */
    void fail(DecodeFault newFault, String newDetail) {
        if (fault == null) {
            fault = newFault;
            detail = newDetail;
        }
    }

    boolean failed() {
        return fault != null;
    }

    @Nullable DecodeFault fault() {
        return fault;
    }

    String detail() {
        return detail;
    }

    void sequence(long value) {
        hasSequence = true;
        sequence = value;
    }

    boolean hasSequence() {
        return hasSequence;
    }

    long sequence() {
        return sequence;
    }

    /** The device's time, in microseconds as the archive keeps it, so that all see the same. */
    void time(Instant value) {
        hasTime = true;
        time = value.truncatedTo(ChronoUnit.MICROS);
    }

    /** The frame has a device time that cannot be read. */
    void unreadableTime() {
        hasTime = true;
        time = null;
    }

    /** Whether there was a device time, readable or not. */
    boolean hasTime() {
        return hasTime;
    }

    @Nullable Instant time() {
        return time;
    }
}
