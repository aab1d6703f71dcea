// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import org.jspecify.annotations.Nullable;
import org.lamplighter.profile.layout.OwnReading;
import org.lamplighter.profile.layout.Use.DatePart;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.PointValue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is taken out of one frame while it is decoded: values into the reading that is open, which
 * is the frame's main one unless {@link #open} began another. Used by one thread, and never kept.
 */
public final class Extraction {
    /** The most readings of one frame. */
    public static final int MAX_READINGS = 256;

    private static final long[] NO_NUMBERS = {};

    private final int points;
    private final Draft main;
    private final List<Draft> drafts = new ArrayList<>(1);
    private Draft current;
    private int ignored;
    private boolean checksumWrong;
    private boolean hasSequence;
    private long sequence;
    private @Nullable DecodeFault fault;
    private String detail = "";

    private final Computations computations;
    private long[] numbers = NO_NUMBERS;
    private long[] readIn = NO_NUMBERS;

    Extraction(int points, Computations computations) {
        this.points = points;
        this.computations = computations;
        main = new Draft(points, 0, null, 0);
        current = main;
        drafts.add(main);
    }

    /** Ends decoding; the first fault counts. Always false. */
    public boolean fail(DecodeFault newFault, String newDetail) {
        if (fault == null) {
            fault = newFault;
            detail = newDetail;
        }
        return false;
    }

    public boolean failed() {
        return fault != null;
    }

    @Nullable DecodeFault fault() {
        return fault;
    }

    String detail() {
        return detail;
    }

    /** Sets a point of the open reading; false, and nothing, if it has a value already. */
    public boolean put(int point, PointValue value) {
        if (current.values[point] != null) {
            return false;
        }
        current.values[point] = value;
        return true;
    }

    /** The value that a point had last in this frame; null if it had none. */
    public @Nullable PointValue last(int point) {
        for (int i = drafts.size() - 1; i >= 0; i--) {
            PointValue value = drafts.get(i).values[point];
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /**
     * Opens another reading, until it is closed.
     *
     * @param kind what is known of it
     * @param index its number in its row
     * @return the number of the reading that was open, for {@link #close}; -1 if there are as many
     *     as may be, which has then failed
     */
    public int open(OwnReading kind, int index) {
        if (drafts.size() > MAX_READINGS) {
            fail(
                    DecodeFault.LIMIT_EXCEEDED,
                    "a frame has at most " + MAX_READINGS + " readings of their own");
            return -1;
        }
        int before = current.number;
        current = new Draft(points, drafts.size(), kind, index);
        drafts.add(current);
        return before;
    }

    /** The number of the open reading; that of the main one is 0. */
    public int openNumber() {
        return current.number;
    }

    /**
     * What is kept under names while the frame is read, which points may be computed of.
     *
     * @param kept the numbers
     * @param in the reading in which each was read, plus 1; 0 for one that was not
     */
    public void numbers(long[] kept, long[] in) {
        numbers = kept;
        readIn = in;
    }

    /** The main reading is complete. */
    void complete() {
        computations.run(main, numbers, readIn);
    }

    /** Closes the open reading. */
    public void close(int before) {
        computations.run(current, numbers, readIn);
        current = drafts.get(before);
    }

    /** Where the bytes of the open reading are, by which a record of the past is told apart. */
    public void bytes(int from, int to) {
        current.from = from;
        current.to = to;
    }

    /** The open reading is that of a child. */
    public void child(String name) {
        current.child = name;
    }

    /** What the time of the open reading is reckoned from. */
    public void base(Optional<Instant> base) {
        current.base = base.orElse(null);
    }

    /** By which steps the time of the open reading is reckoned. */
    public void step(long millis) {
        current.stepMillis = millis;
    }

    public void sequence(long value) {
        hasSequence = true;
        sequence = value;
    }

    boolean hasSequence() {
        return hasSequence;
    }

    long sequence() {
        return sequence;
    }

    /** The device's time of the open reading; empty if it is there and cannot be read. */
    public void time(Optional<Instant> value) {
        current.time(value);
    }

    /** A piece of the device's time of the open reading. */
    public void time(DatePart part, long value) {
        current.time(part, value);
    }

    /** Something was passed over that the profile does not know; it is counted. */
    public void ignore() {
        ignored++;
    }

    int ignored() {
        return ignored;
    }

    /** The frame is read although it is damaged, and its readings are marked. */
    public void checksumWrong() {
        checksumWrong = true;
    }

    boolean isChecksumWrong() {
        return checksumWrong;
    }

    Draft main() {
        return main;
    }

    /** All readings, the main one first. */
    List<Draft> drafts() {
        return drafts;
    }
}
