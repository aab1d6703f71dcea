// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.binary;

import org.lamplighter.reading.DecodeFault;

/** Fields within parts, and fields that may not be there. */
final class PartSteps {
    private PartSteps() {}

    /** A part of its own. */
    static final class Part extends Step {
        private final AmountReader length;
        private final Step[] steps;

        Part(AmountReader length, Step[] steps) {
            this.length = length;
            this.steps = steps;
        }

        @Override
        boolean run(Cursor c) {
            int bytes = length.read(c);
            return bytes >= 0 && within(bytes, steps, c);
        }
    }

    /** Runs steps within the next bytes. */
    static boolean within(int bytes, Step[] steps, Cursor c) {
        if (!c.needs(bytes)) {
            return false;
        }
        int start = c.start;
        int end = c.end;
        int reached = c.reached;
        c.start = c.at;
        c.end = c.at + bytes;
        c.reached = c.at;
        if (!c.step() || !Step.run(steps, c) || !c.isAtEnd()) {
            return false;
        }
        c.at = c.end;
        c.start = start;
        c.end = end;
        c.reached = reached;
        return true;
    }

    static final class IfLeft extends Step {
        private final Step[] steps;

        IfLeft(Step[] steps) {
            this.steps = steps;
        }

        @Override
        boolean run(Cursor c) {
            return c.at >= c.end || (c.step() && Step.run(steps, c));
        }
    }

    static final class When extends Step {
        private final Kept by;
        private final Converter.Ranges among;
        private final boolean negated;
        private final Step[] steps;

        When(Kept by, Converter.Ranges among, boolean negated, Step[] steps) {
            this.by = by;
            this.among = among;
            this.negated = negated;
            this.steps = steps;
        }

        @Override
        boolean run(Cursor c) {
            if (!c.has(by)) {
                return false;
            }
            boolean found = among.find(c.numbers[by.index()]) >= 0;
            return found == negated || (c.step() && Step.run(steps, c));
        }
    }

    /** Groups of fields by the bits of a number. */
    static final class Flagged extends Step {
        private final Kept by;
        private final long known;
        private final boolean stop;
        private final int[] bits;
        private final Step[][] groups;

        Flagged(Kept by, boolean stop, int[] bits, Step[][] groups) {
            this.by = by;
            this.stop = stop;
            this.bits = bits;
            this.groups = groups;
            long all = 0;
            for (int bit : bits) {
                all |= 1L << bit;
            }
            known = all;
        }

        @Override
        boolean run(Cursor c) {
            if (!c.has(by)) {
                return false;
            }
            long flags = c.numbers[by.index()];
            long foreign = flags & ~known;
            if (foreign != 0 && !stop) {
                return ChooseStep.unknown(
                        c,
                        "bit " + Long.numberOfTrailingZeros(foreign) + " of \"" + by.name() + "\"");
            }
            int until = foreign == 0 ? Long.SIZE : Long.numberOfTrailingZeros(foreign);
            for (int i = 0; i < bits.length && bits[i] < until; i++) {
                if ((flags >>> bits[i] & 1) != 0 && (!c.step() || !Step.run(groups[i], c))) {
                    return false;
                }
            }
            if (foreign != 0) {
                c.out.ignore();
                c.at = c.end;
            }
            return true;
        }
    }

    /** A named layout: its steps are known once it is compiled. */
    static final class Named extends Step {
        private final Step[] steps;

        Named(Step[] steps) {
            this.steps = steps;
        }

        @Override
        boolean run(Cursor c) {
            return c.step() && Step.run(steps, c);
        }
    }

    /** A text whose length is told by the frame. */
    static final class LongText extends Step {
        private final AmountReader length;
        private final Words words;
        private final TextSink sink;

        LongText(AmountReader length, Words words, TextSink sink) {
            this.length = length;
            this.words = words;
            this.sink = sink;
        }

        @Override
        boolean run(Cursor c) {
            int bytes = length.read(c);
            if (bytes < 0 || !c.needs(bytes)) {
                return false;
            }
            if (bytes > words.maxLength()) {
                return c.out.fail(
                        DecodeFault.LIMIT_EXCEEDED,
                        "the text at byte "
                                + c.at
                                + " has "
                                + bytes
                                + " bytes, and at most "
                                + words.maxLength()
                                + " are kept");
            }
            String text = words.read(c, c.at, bytes);
            c.at += bytes;
            return text != null && sink.take(text, c);
        }
    }
}
