// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.check;

import org.lamplighter.profile.ProfileIssue;
import org.lamplighter.profile.layout.Field;
import org.lamplighter.profile.layout.IntegerType;
import org.lamplighter.profile.layout.Slice;
import org.lamplighter.profile.layout.Use;
import org.lamplighter.reading.Payload;
import org.lamplighter.yaml.YamlValue;

import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;

/**
 * Finds bits that two points are made of, where {@code at} goes back over them. What is read again
 * only under a name, for a use, as a constant or in a checksum is no fault, nor is what a choice
 * looks at.
 */
final class OverlapChecker {
    private final Places places;
    private final FieldSizes sizes;

    OverlapChecker(Places places, FieldSizes sizes) {
        this.places = places;
        this.sizes = sizes;
    }

    /** Where the cursor is in a part, and the bits that points were made of. */
    private static final class Place {
        /** The byte at the cursor, negative from the end; of no meaning if it is not known. */
        private long at;

        private boolean known;
        private boolean fromEnd;
        private final BitSet fromStart = new BitSet();
        private final BitSet toEnd = new BitSet();

        static Place atStart() {
            Place place = new Place();
            place.known = true;
            return place;
        }

        Place copy() {
            Place copy = new Place();
            copy.at = at;
            copy.known = known;
            copy.fromEnd = fromEnd;
            copy.fromStart.or(fromStart);
            copy.toEnd.or(toEnd);
            return copy;
        }

        void moveTo(int to) {
            at = to < 0 ? Payload.MAX_LENGTH + to : to;
            known = true;
            fromEnd = to < 0;
        }

        void advance(OptionalLong length) {
            known &= length.isPresent();
            at += length.orElse(0);
        }

        /** Takes bits from the cursor on for points; gives the first that is taken, or -1. */
        int take(BitSet bits) {
            BitSet taken = fromEnd ? toEnd : fromStart;
            int again = -1;
            for (int bit = bits.nextSetBit(0); bit >= 0; bit = bits.nextSetBit(bit + 1)) {
                long place = 8 * at + bit;
                if (!known || place >= 8L * Payload.MAX_LENGTH) {
                    return again;
                }
                again = again < 0 && taken.get((int) place) ? (int) place : again;
                taken.set((int) place);
            }
            return again;
        }
    }

    /** Reports bits of some fields that make two points, those of layouts that they name aside. */
    void check(List<Field> fields, YamlValue at) {
        walk(fields, Place.atStart(), at);
    }

    private void walk(List<Field> fields, Place place, YamlValue at) {
        for (Field field : fields) {
            YamlValue here = places.findPlace(field).orElse(at);
            if (field instanceof Field.Own own) {
                walk(own.fields(), place, here);
                continue;
            }
            if (field instanceof Field.Move(int to)) {
                place.moveTo(to);
                continue;
            }
            int again = place.take(bitsOf(field));
            if (again >= 0) {
                report(place, again, here);
            }
            inside(field, place, here);
            place.advance(sizes.exact(field));
        }
    }

    private static void report(Place place, int bit, YamlValue at) {
        int index = bit / 8;
        at.report(
                ProfileIssue.FIELDS_OVERLAP,
                "byte "
                        + (place.fromEnd ? index - Payload.MAX_LENGTH : index)
                        + " makes a point already, and at went back over it",
                "move at, or read it again only under a name");
    }

    private void inside(Field field, Place place, YamlValue at) {
        if (field instanceof Field.Part part) {
            walk(part.fields(), Place.atStart(), at);
            return;
        }
        boolean anywhere = field instanceof Field.Repeat || field instanceof Field.Tagged;
        for (List<Field> inner : field.inner()) {
            // of two branches one is read at most, and the bytes are those of a round
            walk(inner, anywhere ? new Place() : place.copy(), at);
        }
    }

    /** The bits that points are made of, each byte's from its lowest on. */
    private static BitSet bitsOf(Field field) {
        BitSet bits = new BitSet();
        if (field instanceof Field.Whole whole && makesPoint(whole.uses())) {
            bits.set(0, 8 * whole.type().length());
        } else if (field instanceof Field.Sliced sliced) {
            for (Slice slice : sliced.slices()) {
                for (int bit = slice.low();
                        makesPoint(slice.uses()) && bit <= slice.high();
                        bit++) {
                    bits.set(8 * byteOf(bit, sliced.type()) + bit % 8);
                }
            }
        } else if (field instanceof Field.BitStream stream) {
            int bit = 0;
            for (Field.Bits one : stream.bits()) {
                for (int end = bit + one.size(); bit < end; bit++) {
                    int within = stream.lowestFirst() ? bit % 8 : 7 - bit % 8;
                    bits.set(bit / 8 * 8 + within, makesPoint(one.uses()));
                }
            }
        }
        return bits;
    }

    private static int byteOf(int bit, IntegerType type) {
        return type.littleEndian() ? bit / 8 : type.length() - 1 - bit / 8;
    }

    private static boolean makesPoint(List<Use> uses) {
        return uses.stream().anyMatch(use -> use instanceof Use.OfPoint);
    }
}
