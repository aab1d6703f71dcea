// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.framing;

import org.lamplighter.reading.Payload;

/** What a stream turned out to hold, in its order. */
public sealed interface Framed {
    /**
     * A frame.
     *
     * @param bytes all of it, from the start bytes to the tail, with its escapes undone
     */
    record Whole(Payload bytes) implements Framed {}

    /**
     * Bytes that are in no frame: all those between one frame and the next.
     *
     * @param fault the first thing that was wrong with what could have been a frame, or else that
     *     there was no start
     * @param bytes how many
     * @param head the first of them, at most {@link Framer#HEAD}
     */
    record Discarded(FramingFault fault, int bytes, Payload head) implements Framed {}

    /**
     * There is no way back to where frames begin, or it takes too much; nothing is read any more,
     * and the connection is to be closed. What was discarded was told before.
     */
    record GivenUp() implements Framed {}
}
