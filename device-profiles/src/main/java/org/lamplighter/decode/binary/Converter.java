// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.binary;

import org.jspecify.annotations.Nullable;
import org.lamplighter.decode.LinearConversion;
import org.lamplighter.profile.layout.Conversion;
import org.lamplighter.profile.layout.Range;
import org.lamplighter.reading.PointValue;

import java.util.Comparator;
import java.util.List;

/** Makes values of raw integers. Immutable. */
abstract class Converter {
    private static final PointValue YES = new PointValue.Flag(true);
    private static final PointValue NO = new PointValue.Flag(false);

    /** The value of a raw integer; null if it stands for none. */
    abstract @Nullable PointValue of(long raw);

    static final class Linear extends Converter {
        private final LinearConversion conversion;
        private final boolean unsigned64;

        Linear(Conversion.Linear linear, boolean unsigned64) {
            this.conversion = LinearConversion.of(linear);
            this.unsigned64 = unsigned64;
        }

        @Override
        PointValue of(long raw) {
            return new PointValue.Quantity(conversion.apply(raw, unsigned64));
        }
    }

    static final class NonZero extends Converter {
        @Override
        PointValue of(long raw) {
            return raw != 0 ? YES : NO;
        }
    }

    static final class Lookup extends Converter {
        private final Ranges ranges;
        private final PointValue[] values;
        private final @Nullable PointValue otherwise;

        Lookup(Conversion.Lookup lookup) {
            List<Conversion.Entry> sorted =
                    lookup.entries().stream()
                            .sorted(Comparator.comparingLong(e -> e.range().low()))
                            .toList();
            ranges = Ranges.of(sorted.stream().map(Conversion.Entry::range).toList());
            values = sorted.stream().map(Conversion.Entry::value).toArray(PointValue[]::new);
            otherwise = lookup.otherwise().orElse(null);
        }

        @Override
        @Nullable PointValue of(long raw) {
            int at = ranges.find(raw);
            return at < 0 ? otherwise : values[at];
        }
    }

    /** Lines, each from a raw value on. */
    static final class Pieces extends Converter {
        private final long[] from;
        private final LinearConversion[] lines;

        Pieces(List<Conversion.Piece> pieces) {
            from = pieces.stream().mapToLong(Conversion.Piece::from).toArray();
            lines =
                    pieces.stream()
                            .map(piece -> LinearConversion.of(piece.line()))
                            .toArray(LinearConversion[]::new);
        }

        /** The number of the piece of a raw value; -1 below the first. */
        int find(long raw) {
            int piece = -1;
            while (piece + 1 < from.length && from[piece + 1] <= raw) {
                piece++;
            }
            return piece;
        }

        @Override
        @Nullable PointValue of(long raw) {
            int piece = find(raw);
            return piece < 0 ? null : new PointValue.Quantity(lines[piece].apply(raw, false));
        }
    }

    /** Sorted ranges that do not overlap. */
    static final class Ranges {
        private static final int DIRECT = 256;

        private final long[] low;
        private final long[] high;
        private final short[] direct;

        private Ranges(long[] low, long[] high, short[] direct) {
            this.low = low;
            this.high = high;
            this.direct = direct;
        }

        static Ranges of(List<Range> sorted) {
            long[] low = sorted.stream().mapToLong(Range::low).toArray();
            long[] high = sorted.stream().mapToLong(Range::high).toArray();
            boolean small = low.length > 0 && low[0] >= 0 && high[high.length - 1] < DIRECT;
            short[] direct = new short[small ? (int) high[high.length - 1] + 1 : 0];
            java.util.Arrays.fill(direct, (short) -1);
            for (int i = 0; small && i < low.length; i++) {
                for (int raw = (int) low[i]; raw <= high[i]; raw++) {
                    direct[raw] = (short) i;
                }
            }
            return new Ranges(low, high, direct);
        }

        /** The number of the range that a raw value is in, or -1. */
        int find(long raw) {
            if (direct.length > 0) {
                return raw >= 0 && raw < direct.length ? direct[(int) raw] : -1;
            }
            int from = 0;
            int to = low.length - 1;
            while (from <= to) {
                int middle = (from + to) >>> 1;
                if (raw < low[middle]) {
                    to = middle - 1;
                } else if (raw > high[middle]) {
                    from = middle + 1;
                } else {
                    return middle;
                }
            }
            return -1;
        }
    }
}
