// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.binary;

import org.jspecify.annotations.Nullable;
import org.lamplighter.profile.layout.Selector;
import org.lamplighter.profile.layout.Selector.Source;
import org.lamplighter.reading.DecodeFault;

import java.util.Map;
import java.util.stream.Collectors;

/** The fields of one case. */
final class ChooseStep {
    private ChooseStep() {}

    static boolean unknown(Cursor c, String what) {
        return c.out.fail(DecodeFault.UNKNOWN_LAYOUT, "no layout belongs to the " + what);
    }

    static final class ByChannel extends Step {
        private final Map<String, Step[]> cases;
        private final Step @Nullable [] otherwise;

        ByChannel(Map<String, Step[]> cases, Step @Nullable [] otherwise) {
            this.cases = Map.copyOf(cases);
            this.otherwise = otherwise;
        }

        @Override
        boolean run(Cursor c) {
            Step[] found = cases.get(c.frame.channel());
            Step[] steps = found == null ? otherwise : found;
            if (steps == null) {
                return unknown(
                        c,
                        "channel \""
                                + c.frame.channel()
                                + "\", but to "
                                + cases.keySet().stream()
                                        .sorted()
                                        .limit(12)
                                        .collect(Collectors.joining(", ")));
            }
            return c.step() && Step.run(steps, c);
        }
    }

    static final class ByNumber extends Step {
        private final Source source;
        private final @Nullable IntegerReader next;
        private final @Nullable Kept kept;
        private final int low;
        private final long mask;
        private final Converter.Ranges ranges;
        private final Step[][] cases;
        private final Step @Nullable [] otherwise;

        ByNumber(
                Selector.OfNumber by,
                Names names,
                Converter.Ranges ranges,
                Step[][] cases,
                Step @Nullable [] otherwise) {
            this.source = by.source();
            this.next =
                    by.source() instanceof Source.Next integer
                            ? new IntegerReader(integer.type())
                            : null;
            this.kept =
                    by.source() instanceof Source.Kept number ? names.number(number.name()) : null;
            this.low = by.low();
            this.mask = -1L >>> (63 - by.high() + by.low());
            this.ranges = ranges;
            this.cases = cases;
            this.otherwise = otherwise;
        }

        @Override
        boolean run(Cursor c) {
            long number;
            switch (source) {
                case Source.ByteAt aByte -> {
                    int at = aByte.at() < 0 ? c.end + aByte.at() : c.start + aByte.at();
                    if (at < c.start || at >= c.end) {
                        return c.tooShort(aByte.at() < 0 ? (long) c.start - aByte.at() : at + 1L);
                    }
                    number = c.payload.unsignedByte(at);
                }
                case Source.Next integer -> {
                    if (next == null || !c.needs(next.length())) {
                        return false;
                    }
                    number = next.read(c.payload, c.at);
                }
                case Source.Kept name -> {
                    if (kept == null || !c.has(kept)) {
                        return false;
                    }
                    number = c.numbers[kept.index()];
                }
                case Source.Length length -> number = (long) c.end - c.start;
            }
            long part = mask == -1 ? number : number >> low & mask;
            int found = ranges.find(part);
            Step[] steps = found < 0 ? otherwise : cases[found];
            if (steps == null) {
                return unknown(c, what(part));
            }
            return c.step() && Step.run(steps, c);
        }

        private String what(long number) {
            return switch (source) {
                case Source.ByteAt aByte -> "message type 0x" + Long.toHexString(number);
                case Source.Next integer ->
                        "number 0x" + Long.toHexString(number) + " that follows";
                case Source.Kept name -> "\"" + name.name() + "\" " + number;
                case Source.Length length -> "length " + number;
            };
        }
    }
}
