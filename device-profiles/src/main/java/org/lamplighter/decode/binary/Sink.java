// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.binary;

import org.jspecify.annotations.Nullable;
import org.lamplighter.decode.DeviceTimes;
import org.lamplighter.decode.LinearConversion;
import org.lamplighter.profile.layout.Use;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.PointValue;

/** What is done with a raw integer. Immutable. */
abstract class Sink {
    /**
     * Takes a raw integer; false if that failed.
     *
     * @param at where it stands, for messages
     */
    abstract boolean take(long raw, int at, Cursor c);

    /** Several. */
    static final class All extends Sink {
        private final Sink[] sinks;

        All(Sink[] sinks) {
            this.sinks = sinks;
        }

        @Override
        boolean take(long raw, int at, Cursor c) {
            for (Sink sink : sinks) {
                if (!sink.take(raw, at, c)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** A point that is never absent. */
    static final class ToPoint extends Sink {
        private final Slot slot;
        private final Converter converter;

        ToPoint(Slot slot, Converter converter) {
            this.slot = slot;
            this.converter = converter;
        }

        @Override
        boolean take(long raw, int at, Cursor c) {
            PointValue value = converter.of(raw);
            return value != null ? slot.put(value, c) : unknown(slot, raw, at, c);
        }
    }

    static boolean unknown(Slot slot, long raw, int at, Cursor c) {
        return c.out.fail(
                DecodeFault.UNKNOWN_VALUE,
                "the integer at byte "
                        + at
                        + " is "
                        + raw
                        + ", which is no value of the point \""
                        + slot.name(c)
                        + "\"");
    }

    /** Something that is looked at unless the raw value means that there is none. */
    static final class UnlessAbsent extends Sink {
        private final Absence absence;
        private final Sink sink;

        UnlessAbsent(Absence absence, Sink sink) {
            this.absence = absence;
            this.sink = sink;
        }

        @Override
        boolean take(long raw, int at, Cursor c) {
            int found = absence.find(raw);
            return absence.tell(found, c) && (found >= 0 || sink.take(raw, at, c));
        }
    }

    /** A point in pieces, with the point that tells how exact it is. */
    static final class ToPieces extends Sink {
        private final Slot slot;
        private final Converter.Pieces pieces;
        private final Slot errorSlot;
        private final PointValue[] errors;

        ToPieces(Slot slot, Converter.Pieces pieces, Slot errorSlot, PointValue[] errors) {
            this.slot = slot;
            this.pieces = pieces;
            this.errorSlot = errorSlot;
            this.errors = errors;
        }

        @Override
        boolean take(long raw, int at, Cursor c) {
            PointValue value = pieces.of(raw);
            return value == null
                    ? unknown(slot, raw, at, c)
                    : slot.put(value, c) && errorSlot.put(errors[pieces.find(raw)], c);
        }
    }

    /** A point that is told by its difference from its value before. */
    static final class Running extends Sink {
        private final Slot slot;
        private final LinearConversion conversion;
        private final boolean unsigned64;

        Running(Slot slot, LinearConversion conversion, boolean unsigned64) {
            this.slot = slot;
            this.conversion = conversion;
            this.unsigned64 = unsigned64;
        }

        @Override
        boolean take(long raw, int at, Cursor c) {
            int index = slot.index(c);
            if (index < 0) {
                return false;
            }
            PointValue before = c.out.last(index);
            if (!(before instanceof PointValue.Quantity quantity)) {
                return c.out.fail(
                        DecodeFault.UNKNOWN_VALUE,
                        "the difference at byte "
                                + at
                                + " has no value of the point \""
                                + slot.name(c)
                                + "\" before it");
            }
            double value = conversion.addTo(quantity.value(), raw, unsigned64);
            return slot.put(new PointValue.Quantity(value), c);
        }
    }

    static final class Keep extends Sink {
        private final int number;
        private final boolean unsigned64;

        Keep(int number, boolean unsigned64) {
            this.number = number;
            this.unsigned64 = unsigned64;
        }

        @Override
        boolean take(long raw, int at, Cursor c) {
            if (unsigned64 && raw < 0) {
                return c.out.fail(
                        DecodeFault.UNKNOWN_VALUE,
                        "the integer at byte "
                                + at
                                + " is "
                                + Long.toUnsignedString(raw)
                                + ", and at most "
                                + Long.MAX_VALUE
                                + " is kept under a name");
            }
            c.keep(number, raw);
            return true;
        }
    }

    static final class Sequence extends Sink {
        @Override
        boolean take(long raw, int at, Cursor c) {
            return c.out.sequence(raw);
        }
    }

    /** A device time as a number of units since an instant. */
    static final class Since extends Sink {
        private final long zeroMillis;
        private final long unitMillis;

        Since(Use.Since since) {
            zeroMillis = since.zero().toEpochMilli();
            unitMillis = since.unit().toMillis();
        }

        @Override
        boolean take(long raw, int at, Cursor c) {
            c.out.time(DeviceTimes.ofUnits(raw, unitMillis, zeroMillis));
            return true;
        }
    }

    /** How long ago it was. */
    static final class Age extends Sink {
        private final long unitMillis;

        Age(long unitMillis) {
            this.unitMillis = unitMillis;
        }

        @Override
        boolean take(long raw, int at, Cursor c) {
            long received = c.frame.receivedAt().toEpochMilli();
            c.out.relativeTime(DeviceTimes.ofUnits(raw, -unitMillis, received));
            return true;
        }
    }

    static final class OfDate extends Sink {
        private final Use.OfDate date;

        OfDate(Use.OfDate date) {
            this.date = date;
        }

        @Override
        boolean take(long raw, int at, Cursor c) {
            c.out.time(date.part(), raw + date.offset());
            return true;
        }
    }

    static final class FrameLength extends Sink {
        private final int plus;

        FrameLength(int plus) {
            this.plus = plus;
        }

        @Override
        boolean take(long raw, int at, Cursor c) {
            return raw + plus == c.payload.length()
                    || c.out.fail(
                            DecodeFault.WRONG_LENGTH,
                            "the frame says that it has "
                                    + (raw + plus)
                                    + " bytes, and has "
                                    + c.payload.length());
        }
    }

    /** Which raw values mean that there is none, and the point that says why. */
    static final class Absence {
        private static final PointValue OK = new PointValue.Text("ok");

        private final Converter.Ranges ranges;
        private final PointValue[] words;
        private final @Nullable PointValue notANumber;
        private final @Nullable Slot status;

        Absence(
                Converter.Ranges ranges,
                PointValue[] words,
                @Nullable PointValue notANumber,
                @Nullable Slot status) {
            this.ranges = ranges;
            this.words = words;
            this.notANumber = notANumber;
            this.status = status;
        }

        int find(long raw) {
            return ranges.find(raw);
        }

        /** Says why there is no value, or that there is one. */
        boolean tell(int found, Cursor c) {
            return status == null || status.put(found < 0 ? OK : words[found], c);
        }

        /** Says that there is no value since it is no number; false if that is a fault. */
        boolean tellNotANumber(int at, Cursor c) {
            if (notANumber == null) {
                return c.out.fail(
                        DecodeFault.NOT_FINITE, "the number at byte " + at + " is NaN or infinite");
            }
            return status == null || status.put(notANumber, c);
        }
    }
}
