// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.log;

import org.lamplighter.reading.Mark;
import org.lamplighter.reading.Reading;

import java.util.ArrayList;
import java.util.List;

/**
 * The quality of an archived value as bits: the column {@code quality} of the archive, written by
 * the archive job and by replays, and read by the desk. Bits are only ever added.
 */
public final class Quality {
    public static final int CLOCK_SUSPECT = 1;
    public static final int LATE = 2;
    public static final int HISTORY = 4;

    /** The value is a flag: 1 holds, 0 does not. */
    public static final int FLAG = 8;

    public static final int TIME_FROM_PLATFORM = 16;
    public static final int TIME_FROM_RECEIVED = 32;

    /** A replay of a quarantined frame made it; no rule has seen it. */
    public static final int REPLAYED = 64;

    /** The checksum of its frame was wrong. */
    public static final int CHECKSUM_WRONG = 128;

    private static final List<Bit> TOLD =
            List.of(
                    new Bit(CLOCK_SUSPECT, "clock-suspect"),
                    new Bit(LATE, "late"),
                    new Bit(HISTORY, "history"),
                    new Bit(TIME_FROM_PLATFORM, "time-from-platform"),
                    new Bit(TIME_FROM_RECEIVED, "time-from-received"),
                    new Bit(REPLAYED, "replayed"),
                    new Bit(CHECKSUM_WRONG, "checksum-wrong"));

    private record Bit(int mask, String word) {}

    private Quality() {}

    /** The bits of all values of a reading; {@link #FLAG} belongs to a value and is not in it. */
    public static int of(Reading reading) {
        int quality =
                switch (reading.timeSource()) {
                    case DEVICE -> 0;
                    case PLATFORM -> TIME_FROM_PLATFORM;
                    case RECEIVED -> TIME_FROM_RECEIVED;
                };
        for (Mark mark : reading.marks()) {
            quality |=
                    switch (mark) {
                        case CLOCK_SUSPECT -> CLOCK_SUSPECT;
                        case LATE -> LATE;
                        case HISTORY -> HISTORY;
                        case CHECKSUM_WRONG -> CHECKSUM_WRONG;
                    };
        }
        return quality;
    }

    /** The bits as words, in their order, as interfaces tell them. */
    public static List<String> words(int quality) {
        List<String> words = new ArrayList<>();
        for (Bit bit : TOLD) {
            if ((quality & bit.mask()) != 0) {
                words.add(bit.word());
            }
        }
        return words;
    }
}
