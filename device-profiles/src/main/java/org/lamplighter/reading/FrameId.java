// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.reading;

import java.time.Instant;

/**
 * The identity of a frame: the gateway's name and its counter, written {@code gw1-1z3kq…} with the
 * counter in base 36.
 *
 * <p>The counter is the received time in milliseconds times {@value #PER_MILLI} plus an ordinal,
 * and strictly grows, so an id is unique over restarts and carries the received time without a
 * header of its own (a header costs some forty bytes a frame).
 *
 * @param gateway 1 to 32 characters: letters, digits, {@code _} and {@code .}
 * @param counter positive
 */
public record FrameId(String gateway, long counter) {
    /** How many counts one millisecond holds. */
    public static final long PER_MILLI = 4096;

    public FrameId {
        if (gateway.isEmpty()
                || gateway.length() > 32
                || gateway.indexOf('-') >= 0
                || counter <= 0) {
            throw new IllegalArgumentException(
                    "frame id needs a gateway of 1 to 32 characters without '-' and a"
                            + " positive counter, not \""
                            + gateway
                            + "\" and "
                            + counter);
        }
    }

    /** The first counter of a millisecond. */
    public static long firstCounterOf(Instant receivedAt) {
        return receivedAt.toEpochMilli() * PER_MILLI;
    }

    /**
     * Parses {@code gateway-counter}.
     *
     * @throws IllegalArgumentException if it is no such id
     */
    public static FrameId parse(String text) {
        int dash = text.lastIndexOf('-');
        if (dash < 0) {
            throw new IllegalArgumentException(
                    "frame id \"" + text + "\" is not <gateway>-<base-36 counter>");
        }
        return new FrameId(
                text.substring(0, dash), Long.parseLong(text, dash + 1, text.length(), 36));
    }

    public Instant receivedAt() {
        return Instant.ofEpochMilli(counter / PER_MILLI);
    }

    @Override
    public String toString() {
        return gateway + "-" + Long.toString(counter, 36);
    }
}
