// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.binary;

import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.PointValue;

/** The place of a point's value, among those of a reading. Immutable. */
abstract class Slot {
    /** The index of the point; -1 if there is none, which has then failed. */
    abstract int index(Cursor c);

    /** The name of the point, for messages. */
    abstract String name(Cursor c);

    /** The point's index, or -1 if there is no such point, which fails nothing. */
    abstract int find(Cursor c);

    /** Sets the point's value; false if that failed. */
    final boolean put(PointValue value, Cursor c) {
        int index = index(c);
        return index >= 0 && (c.out.put(index, value) || repeated(c));
    }

    private boolean repeated(Cursor c) {
        return c.out.fail(
                DecodeFault.REPEATED_MEMBER,
                "the reading has a value of the point \""
                        + name(c)
                        + "\" already, before byte "
                        + c.at);
    }

    /** One point. */
    static final class One extends Slot {
        private final int index;
        private final String name;

        One(int index, String name) {
            this.index = index;
            this.name = name;
        }

        @Override
        int index(Cursor c) {
            return index;
        }

        @Override
        int find(Cursor c) {
            return index;
        }

        @Override
        String name(Cursor c) {
            return name;
        }
    }

    /** The one of several points whose number was read before. */
    static final class Numbered extends Slot {
        private final Kept number;
        private final String prefix;
        private final String suffix;
        private final int low;
        private final int[] indexes;

        /**
         * A slot.
         *
         * @param low the number of the first of {@code indexes}, of which some may be -1
         */
        Numbered(Kept number, String prefix, String suffix, int low, int[] indexes) {
            this.number = number;
            this.prefix = prefix;
            this.suffix = suffix;
            this.low = low;
            this.indexes = indexes;
        }

        @Override
        int index(Cursor c) {
            if (!c.has(number)) {
                return -1;
            }
            long at = c.numbers[number.index()] - low;
            if (at < 0 || at >= indexes.length || indexes[(int) at] < 0) {
                c.out.fail(
                        DecodeFault.UNKNOWN_VALUE,
                        "the profile has no point \"" + name(c) + "\", before byte " + c.at);
                return -1;
            }
            return indexes[(int) at];
        }

        @Override
        int find(Cursor c) {
            long at = c.numbers[number.index()] - low;
            return at < 0 || at >= indexes.length ? -1 : indexes[(int) at];
        }

        @Override
        String name(Cursor c) {
            return prefix + c.numbers[number.index()] + suffix;
        }
    }
}
