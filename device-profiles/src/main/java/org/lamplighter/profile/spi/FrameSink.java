// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.spi;

import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.PointName;

import java.time.Instant;

/**
 * Takes what a {@link FrameDecoder} reads in one frame, until {@code decode} returns. After a fault
 * nothing more is taken. What breaks a rule here is thrown, and the frame is then {@code
 * DECODER_FAILED}.
 */
public interface FrameSink {
    /** The value of a quantity, in the unit that the decoder declares. */
    void quantity(PointName point, double value);

    /** Whether a flag holds. */
    void flag(PointName point, boolean value);

    /** A text, of at most 1,024 characters. */
    void text(PointName point, String value);

    /** The device's time of the reading. */
    void time(Instant time);

    /** The frame's number. */
    void sequence(long number);

    /**
     * What follows belongs to another reading, of which a frame has at most 256.
     *
     * @param history whether it is a record of the past
     * @param child the child whose reading it is: letters, digits, {@code _} and {@code -}; empty
     *     for the device itself
     * @param from where its bytes begin in the payload, by which two records are told apart
     * @param to where they end
     */
    void reading(boolean history, String child, int from, int to);

    /** The frame says nothing. The first fault counts. */
    void fault(DecodeFault fault, String detail);
}
