// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.binary;

/** One thing that is done at the cursor. Immutable. */
abstract class Step {
    /** Does it; false if it failed, which the extraction then says. */
    abstract boolean run(Cursor c);

    static boolean run(Step[] steps, Cursor c) {
        for (Step step : steps) {
            if (!step.run(c)) {
                return false;
            }
        }
        return true;
    }

    /** Fields of fixed lengths in a row: one look at the length, and none at each. */
    static final class Block extends Step {
        private final int length;
        private final boolean exact;
        private final Piece[] pieces;

        /**
         * A block.
         *
         * @param exact whether the part ends with it
         */
        Block(int length, boolean exact, Piece[] pieces) {
            this.length = length;
            this.exact = exact;
            this.pieces = pieces;
        }

        @Override
        boolean run(Cursor c) {
            int at = c.at;
            int left = c.end - at;
            if (left < length) {
                return c.tooShort((long) at + length);
            }
            if (exact && left > length) {
                return c.tooLong(at + length);
            }
            for (Piece piece : pieces) {
                if (!piece.run(c, at)) {
                    return false;
                }
            }
            c.at = at + length;
            return true;
        }
    }

    /** A field of fixed length within a block. */
    abstract static class Piece {
        /** Reads it; {@code block} is where the block begins. */
        abstract boolean run(Cursor c, int block);
    }

    /** What is left of the part means nothing. */
    static final class ToEnd extends Step {
        @Override
        boolean run(Cursor c) {
            c.at = c.end;
            return true;
        }
    }

    static final class Move extends Step {
        private final int to;

        Move(int to) {
            this.to = to;
        }

        @Override
        boolean run(Cursor c) {
            c.reached = Math.max(c.reached, c.at);
            int target = to < 0 ? c.end + to : c.start + to;
            if (target > c.end) {
                return c.tooShort(target);
            }
            if (target < c.start) {
                return c.tooShort((long) c.start - to);
            }
            c.at = target;
            return true;
        }
    }
}
