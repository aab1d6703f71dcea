// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import org.jspecify.annotations.Nullable;
import org.lamplighter.reading.Payload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What each field of one frame says, in the order in which it is read: for people who write
 * profiles. Used by one thread and for one frame; a decoder that was compiled without one costs
 * nothing for it.
 */
public final class Trace {
    private final List<Line> lines = new ArrayList<>();
    private int depth;
    private int reached;
    private @Nullable Payload bytes;

    /**
     * One field, or one thing that it is for.
     *
     * @param offset where its bytes begin
     * @param length how many there are; 0 for what only holds others
     * @param depth how many other fields it stands in
     * @param field what it is in the profile
     * @param raw the number or text before it is converted; may be empty
     * @param point the point whose value it is; may be empty
     * @param value what it means; may be empty
     */
    public record Line(
            int offset,
            int length,
            int depth,
            String field,
            String raw,
            String point,
            String value) {}

    /** The lines are of these bytes, which may stand within the frame's. */
    public void bytes(Payload payload) {
        bytes = payload;
    }

    /** The bytes that the lines are of; none if they could not be read out of the frame. */
    public Optional<Payload> bytes() {
        return Optional.ofNullable(bytes);
    }

    /** Says one thing. */
    public void add(int offset, int length, String field, String raw, String point, String value) {
        lines.add(new Line(offset, length, depth, field, raw, point, value));
    }

    /** What follows stands in something. */
    public void enter() {
        depth++;
    }

    /** What it stands in has ended. */
    public void leave() {
        depth--;
    }

    /** The byte after those that were told. */
    public int reached() {
        return reached;
    }

    public void reached(int at) {
        reached = at;
    }

    public List<Line> lines() {
        return List.copyOf(lines);
    }
}
