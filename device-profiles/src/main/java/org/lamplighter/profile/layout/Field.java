// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

import org.lamplighter.checksum.Checksum;
import org.lamplighter.reading.Payload;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What stands at one place of a binary layout. Fields are read in order at a cursor within a
 * <em>part</em>: the whole payload, or a {@link Part} of it.
 */
public sealed interface Field {
    /** The lists of fields within it, as they are written there. */
    default List<List<Field>> inner() {
        return List.of();
    }

    /** The names that it keeps something under, without those of the fields within it. */
    default List<String> names() {
        return List.of();
    }

    /** Bytes that are the same in every frame, and are checked. */
    record Constant(Payload bytes) implements Field {}

    /** Bytes that mean nothing here. */
    record Skip(int length) implements Field {}

    /** All bytes of the part that are left mean nothing here. */
    record Rest() implements Field {}

    /** The cursor moves to a place from the start of the part; if negative, from its end. */
    record Move(int to) implements Field {}

    /** One number. */
    record Whole(NumberType type, List<Use> uses) implements Field {
        public Whole {
            uses = List.copyOf(uses);
        }

        @Override
        public List<String> names() {
            return Use.names(uses);
        }
    }

    /** An unsigned integer whose bits mean several things. */
    record Sliced(IntegerType type, List<Use> uses, List<Slice> slices) implements Field {
        public Sliced {
            uses = List.copyOf(uses);
            slices = List.copyOf(slices);
        }

        @Override
        public List<String> names() {
            return Stream.concat(Stream.of(uses), slices.stream().map(Slice::uses))
                    .map(Use::names)
                    .flatMap(List::stream)
                    .toList();
        }
    }

    /**
     * One text.
     *
     * @param reversed whether its last byte is sent first
     */
    record Words(TextType type, boolean reversed, Amount length, List<Use> uses) implements Field {
        public Words {
            uses = List.copyOf(uses);
        }

        @Override
        public List<String> names() {
            return Use.names(uses);
        }
    }

    /**
     * Bits one after the other, without regard to bytes.
     *
     * @param length how many bytes; their last bits may be left over
     * @param lowestFirst whether the lowest bit of a byte comes first, and of a number too
     */
    record BitStream(int length, boolean lowestFirst, List<Bits> bits) implements Field {
        public BitStream {
            bits = List.copyOf(bits);
        }

        @Override
        public List<String> names() {
            return bits.stream().map(Bits::uses).map(Use::names).flatMap(List::stream).toList();
        }
    }

    /** The fields of a named layout. */
    record Named(String layout) implements Field {}

    /** The fields of one case. */
    record Choose(Selector by, List<Case> cases, Otherwise otherwise) implements Field {
        public Choose {
            cases = List.copyOf(cases);
        }

        @Override
        public List<List<Field>> inner() {
            List<List<Field>> inner = new ArrayList<>(cases.stream().map(Case::fields).toList());
            if (otherwise instanceof Otherwise.Fields other) {
                inner.add(other.fields());
            }
            return inner;
        }
    }

    /**
     * Fields several times.
     *
     * @param rounds how often
     * @param most how often at most; one round more is a fault
     * @param index the name of the number of the round, from 0
     */
    record Repeat(Rounds rounds, int most, String index, List<Field> fields) implements Field {
        public Repeat {
            fields = List.copyOf(fields);
        }

        @Override
        public List<String> names() {
            return List.of(index);
        }

        @Override
        public List<List<Field>> inner() {
            return List.of(fields);
        }
    }

    /** Values behind keys, to the end of the part. */
    record Tagged(Tags tags) implements Field {
        @Override
        public List<String> names() {
            return tags.key().stream().flatMap(Optional::stream).toList();
        }

        @Override
        public List<List<Field>> inner() {
            return tags.tags().stream().map(Tags.Tag::fields).toList();
        }
    }

    /**
     * Groups of fields, each there if its bit is set, in ascending order of the bits.
     *
     * @param by the name of the integer
     * @param groups the fields of each bit
     * @param stop whether a bit without a group ends the part, and is no fault
     */
    record Flagged(String by, SortedMap<Integer, List<Field>> groups, boolean stop)
            implements Field {
        public Flagged {
            groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
        }

        @Override
        public List<List<Field>> inner() {
            return List.copyOf(groups.values());
        }
    }

    /** A part of its own, with its length; what is left of it at its end is a fault. */
    record Part(Amount length, List<Field> fields) implements Field {
        public Part {
            fields = List.copyOf(fields);
        }

        @Override
        public List<List<Field>> inner() {
            return List.of(fields);
        }
    }

    /** Fields that are there if bytes of the part are left. */
    record IfLeft(List<Field> fields) implements Field {
        public IfLeft {
            fields = List.copyOf(fields);
        }

        @Override
        public List<List<Field>> inner() {
            return List.of(fields);
        }
    }

    /** Fields that are there if a number is (or, negated, is not) among some. */
    record When(String by, List<Range> among, boolean negated, List<Field> fields)
            implements Field {
        public When {
            among = List.copyOf(among);
            fields = List.copyOf(fields);
        }

        @Override
        public List<List<Field>> inner() {
            return List.of(fields);
        }
    }

    /**
     * A number made of other bytes of the part.
     *
     * @param from the first of them, from the start of the part or, if negative, from its end
     * @param to the one after the last of them, so too; 0 is this field itself
     * @param warned whether a frame with another number is read all the same, and marked
     */
    record Check(Checksum kind, IntegerType type, int from, int to, boolean warned)
            implements Field {}

    /** Fields whose points belong to a reading of their own. */
    record Own(OwnReading reading, List<Field> fields) implements Field {
        public Own {
            fields = List.copyOf(fields);
        }

        @Override
        public List<List<Field>> inner() {
            return List.of(fields);
        }
    }

    /** One field of a bit stream; no uses if its bits mean nothing. */
    record Bits(int size, boolean signed, List<Use> uses) {
        public Bits {
            uses = List.copyOf(uses);
        }
    }

    /** One case of a choice: for numbers or, if the choice is by channel, for a channel. */
    sealed interface Case {
        /** What stands there then. */
        List<Field> fields();

        record OfNumbers(Range range, List<Field> fields) implements Case {
            public OfNumbers {
                fields = List.copyOf(fields);
            }
        }

        record OfChannel(String channel, List<Field> fields) implements Case {
            public OfChannel {
                fields = List.copyOf(fields);
            }
        }
    }

    /** What a frame of no case is. */
    sealed interface Otherwise {
        record Fault() implements Otherwise {}

        record Fields(List<Field> fields) implements Otherwise {
            public Fields {
                fields = List.copyOf(fields);
            }
        }
    }

    /** How often fields are repeated. */
    sealed interface Rounds {
        record Counted(Amount amount) implements Rounds {}

        /** To the end of the part. */
        record UntilEnd() implements Rounds {}
    }
}
