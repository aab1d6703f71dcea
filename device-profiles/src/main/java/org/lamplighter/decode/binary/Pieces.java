// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.binary;

import org.jspecify.annotations.Nullable;
import org.lamplighter.decode.LinearConversion;
import org.lamplighter.profile.layout.FloatType;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Payload;
import org.lamplighter.reading.PointValue;

/** Fields of fixed length. */
final class Pieces {
    private Pieces() {}

    static final class Constant extends Step.Piece {
        private final int offset;
        private final Payload bytes;

        Constant(int offset, Payload bytes) {
            this.offset = offset;
            this.bytes = bytes;
        }

        @Override
        boolean run(Cursor c, int block) {
            for (int i = 0; i < bytes.length(); i++) {
                int at = block + offset + i;
                int found = c.payload.unsignedByte(at);
                if (found != bytes.unsignedByte(i)) {
                    return c.out.fail(
                            DecodeFault.WRONG_CONSTANT,
                            String.format(
                                    "byte %d is 0x%02x, and always 0x%02x in this layout",
                                    at, found, bytes.unsignedByte(i)));
                }
            }
            return true;
        }
    }

    static final class Whole extends Step.Piece {
        private final int offset;
        private final IntegerReader reader;
        private final Sink sink;

        Whole(int offset, IntegerReader reader, Sink sink) {
            this.offset = offset;
            this.reader = reader;
            this.sink = sink;
        }

        @Override
        boolean run(Cursor c, int block) {
            int at = block + offset;
            if (reader.mayBeTooLarge() && reader.isTooLarge(c.payload, at)) {
                return c.out.fail(
                        DecodeFault.UNKNOWN_VALUE,
                        "the integer at byte "
                                + at
                                + " has the magnitude "
                                + Long.toUnsignedString(reader.magnitude(c.payload, at))
                                + ", and at most "
                                + Long.MAX_VALUE
                                + " is read");
            }
            return sink.take(reader.read(c.payload, at), at, c);
        }
    }

    /** Shifting left, then right, leaves the slice, with or without its sign. */
    record Cut(int left, int right, boolean signed, Sink sink) {
        long of(long raw) {
            long shifted = raw << left;
            return signed ? shifted >> right : shifted >>> right;
        }
    }

    static final class Sliced extends Step.Piece {
        private final int offset;
        private final IntegerReader reader;
        private final Cut[] cuts;

        Sliced(int offset, IntegerReader reader, Cut[] cuts) {
            this.offset = offset;
            this.reader = reader;
            this.cuts = cuts;
        }

        @Override
        boolean run(Cursor c, int block) {
            int at = block + offset;
            long raw = reader.read(c.payload, at);
            for (Cut cut : cuts) {
                if (!cut.sink().take(cut.of(raw), at, c)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Binary-coded decimal. */
    static final class Digits extends Step.Piece {
        private final int offset;
        private final IntegerReader reader;
        private final Sink.@Nullable Absence absence;
        private final Sink sink;

        /** A number; what is absent is told by its bytes, which need not be digits. */
        Digits(int offset, IntegerReader reader, Sink.@Nullable Absence absence, Sink sink) {
            this.offset = offset;
            this.reader = reader;
            this.absence = absence;
            this.sink = sink;
        }

        @Override
        boolean run(Cursor c, int block) {
            int at = block + offset;
            long bits = reader.read(c.payload, at);
            if (absence != null) {
                int found = absence.find(bits);
                if (!absence.tell(found, c) || found >= 0) {
                    return !c.out.failed();
                }
            }
            long value = 0;
            for (int shift = 8 * reader.length() - 4; shift >= 0; shift -= 4) {
                long digit = bits >>> shift & 0xf;
                if (digit > 9) {
                    return c.out.fail(
                            DecodeFault.UNKNOWN_VALUE,
                            String.format(
                                    "the decimal digits at byte %d are 0x%0"
                                            + 2 * reader.length()
                                            + "x",
                                    at,
                                    bits));
                }
                value = 10 * value + digit;
            }
            return sink.take(value, at, c);
        }
    }

    static final class Floating extends Step.Piece {
        private final int offset;
        private final FloatType type;
        private final Slot slot;
        private final Sink.Absence absence;
        private final LinearConversion conversion;

        Floating(
                int offset,
                FloatType type,
                Slot slot,
                Sink.Absence absence,
                LinearConversion conversion) {
            this.offset = offset;
            this.type = type;
            this.slot = slot;
            this.absence = absence;
            this.conversion = conversion;
        }

        @Override
        boolean run(Cursor c, int block) {
            int at = block + offset;
            long bits = IntegerReader.unsigned(c.payload, at, type.length(), type.littleEndian());
            double raw = Floats.of(type.format(), bits);
            if (!Double.isFinite(raw)) {
                return absence.tellNotANumber(at, c);
            }
            int found = raw == Math.rint(raw) ? absence.find((long) raw) : -1;
            if (found >= 0) {
                return absence.tell(found, c);
            }
            double value = conversion.apply(raw);
            if (!Double.isFinite(value)) {
                return c.out.fail(
                        DecodeFault.NOT_FINITE, "the number at byte " + at + " is beyond 1.8E308");
            }
            return absence.tell(-1, c) && slot.put(new PointValue.Quantity(value), c);
        }
    }

    /** A text of a length that is always the same. */
    static final class Text extends Step.Piece {
        private final int offset;
        private final Words words;
        private final int length;
        private final TextSink sink;

        Text(int offset, Words words, int length, TextSink sink) {
            this.offset = offset;
            this.words = words;
            this.length = length;
            this.sink = sink;
        }

        @Override
        boolean run(Cursor c, int block) {
            String text = words.read(c, block + offset, length);
            return text != null && sink.take(text, c);
        }
    }

    /** Neighbouring bits of a stream. */
    record Run(int firstBit, int size, boolean signed, Sink sink) {}

    static final class BitStream extends Step.Piece {
        private final int offset;
        private final boolean lowestFirst;
        private final Run[] runs;

        BitStream(int offset, boolean lowestFirst, Run[] runs) {
            this.offset = offset;
            this.lowestFirst = lowestFirst;
            this.runs = runs;
        }

        @Override
        boolean run(Cursor c, int block) {
            for (Run run : runs) {
                int at = block + offset + run.firstBit() / 8;
                long raw =
                        bits(
                                c.payload,
                                block + offset,
                                run.firstBit(),
                                run.size(),
                                run.signed(),
                                lowestFirst);
                if (!run.sink().take(raw, at, c)) {
                    return false;
                }
            }
            return true;
        }

        static long bits(
                Payload payload,
                int start,
                int firstBit,
                int size,
                boolean signed,
                boolean lowestFirst) {
            long raw = 0;
            for (int done = 0; done < size; ) {
                int bit = firstBit + done;
                int inByte = bit & 7;
                int count = Math.min(8 - inByte, size - done);
                int value = payload.unsignedByte(start + (bit >> 3));
                int mask = (1 << count) - 1;
                if (lowestFirst) {
                    raw |= (long) (value >> inByte & mask) << done;
                } else {
                    raw = raw << count | (value >> (8 - inByte - count) & mask);
                }
                done += count;
            }
            int unused = 64 - size;
            return signed ? raw << unused >> unused : raw;
        }
    }
}
