// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode.binary;

import org.jspecify.annotations.Nullable;
import org.lamplighter.decode.Extraction;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.Payload;

/** Where a frame is read, and what is kept of it under names meanwhile. */
final class Cursor {
    /** How many rounds, named layouts and cases are run at least. */
    static final int STEPS = 1024;

    /** How many more of them for each byte of the payload. */
    static final int STEPS_A_BYTE = 16;

    private static final long[] NO_NUMBERS = {};
    private static final @Nullable String[] NO_TEXTS = {};

    final Frame frame;
    final Payload payload;
    final Extraction out;
    final long[] numbers;

    /** The reading in which each number was read, plus 1; 0 for one that was not. */
    final long[] readIn;

    final @Nullable String[] texts;

    /** The part: its first byte, and the one after its last. */
    int start;

    int end;

    /** The next byte. */
    int at;

    /** The farthest that was read before the cursor moved. */
    int reached;

    /** The number of the round that runs, of the innermost repeat; 0 outside of any. */
    int round;

    private int steps;

    Cursor(Frame frame, Extraction out, int numberCount, int textCount) {
        this.frame = frame;
        this.payload = frame.payload();
        this.out = out;
        this.end = payload.length();
        this.numbers = numberCount == 0 ? NO_NUMBERS : new long[numberCount];
        this.readIn = numberCount == 0 ? NO_NUMBERS : new long[numberCount];
        this.texts = textCount == 0 ? NO_TEXTS : new @Nullable String[textCount];
        out.numbers(numbers, readIn);
        this.steps = STEPS + STEPS_A_BYTE * payload.length();
    }

    void keep(int number, long value) {
        numbers[number] = value;
        readIn[number] = out.openNumber() + 1L;
    }

    /** Whether a number was read; else that is a fault. */
    boolean has(Kept number) {
        return readIn[number.index()] != 0 || hasNot(number);
    }

    /** Whether a text was read; else that is a fault. */
    boolean hasText(Kept text) {
        return texts[text.index()] != null || hasNot(text);
    }

    private boolean hasNot(Kept kept) {
        return out.fail(
                DecodeFault.UNKNOWN_VALUE,
                "at byte " + at + " there was no \"" + kept.name() + "\" yet");
    }

    /** Whether one more step may be run. */
    boolean step() {
        return --steps >= 0
                || out.fail(
                        DecodeFault.LIMIT_EXCEEDED,
                        "reading the payload takes more than "
                                + (STEPS + STEPS_A_BYTE * payload.length())
                                + " steps");
    }

    /** Whether so many bytes of the part are left; else that is a fault. */
    boolean needs(int bytes) {
        return bytes <= end - at || tooShort((long) at + bytes);
    }

    boolean tooShort(long neededEnd) {
        return out.fail(
                DecodeFault.TOO_SHORT,
                what()
                        + " has "
                        + (end - start)
                        + " bytes, and its layout needs "
                        + (neededEnd - start));
    }

    /** Whether the part was read to its end; else that is a fault. */
    boolean isAtEnd() {
        int read = Math.max(reached, at);
        return read == end || tooLong(read);
    }

    boolean tooLong(int read) {
        return out.fail(
                DecodeFault.TOO_LONG,
                what() + " has " + (end - start) + " bytes, and its layout " + (read - start));
    }

    /** What is read now, for messages. */
    String what() {
        return start == 0 && end == payload.length()
                ? "the payload"
                : "the part from byte " + start;
    }
}
