// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import org.jspecify.annotations.Nullable;
import org.lamplighter.profile.layout.OwnReading;
import org.lamplighter.profile.layout.Use.DatePart;
import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Payload;
import org.lamplighter.reading.PointValue;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
    private boolean hasPlatformTime;
    private @Nullable Instant platformTime;
    private @Nullable String packet;
    private @Nullable Payload inside;
    private @Nullable DecodeFault fault;
    private String detail = "";

    private final Computations computations;
    private long[] numbers = NO_NUMBERS;
    private long[] readIn = NO_NUMBERS;
    private @Nullable PointValue @Nullable [] last;

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
        if (last != null) {
            last[point] = value;
        }
        return true;
    }

    /** The value of a point in the open reading; null if it has none. */
    public @Nullable PointValue value(int point) {
        return current.values[point];
    }

    /** From now on {@link #last} knows what points were set to, whatever reading was open. */
    public void keepLast() {
        last = new @Nullable PointValue[points];
    }

    /** The value that was set last of a point; null if none was since {@link #keepLast}. */
    public @Nullable PointValue last(int point) {
        return last == null ? null : last[point];
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

    /** The frame's sequence number; false, and a fault, if it has another one already. */
    public boolean sequence(long value) {
        if (hasSequence && sequence != value) {
            return fail(
                    DecodeFault.REPEATED_MEMBER,
                    "the frame has the sequence " + sequence + " and the sequence " + value);
        }
        hasSequence = true;
        sequence = value;
        return true;
    }

    boolean hasSequence() {
        return hasSequence;
    }

    long sequence() {
        return sequence;
    }

    /** The time of the platform that forwarded the frame; empty if it cannot be read. */
    public void platformTime(Optional<Instant> value) {
        hasPlatformTime = true;
        platformTime = value.map(known -> known.truncatedTo(ChronoUnit.MICROS)).orElse(null);
    }

    boolean hasPlatformTime() {
        return hasPlatformTime;
    }

    @Nullable Instant platformTime() {
        return platformTime;
    }

    /** What the platform that forwarded the frame numbers it with; an empty text is no number. */
    public void packet(String value) {
        packet = value.isEmpty() ? packet : value;
    }

    @Nullable String packet() {
        return packet;
    }

    /** The bytes are not the frame's, but those within it. */
    public void inside(Payload bytes) {
        inside = bytes;
    }

    /** The bytes that were read, of those of the frame. */
    Payload bytes(Payload whole) {
        return inside == null ? whole : inside;
    }

    /** The device's time of the open reading; empty if it is there and cannot be read. */
    public void time(Optional<Instant> value) {
        current.time(value);
    }

    /**
     * The device's time of the open reading, where the device tells how long ago that was: it is
     * another one in a copy of the frame.
     */
    public void relativeTime(Optional<Instant> value) {
        current.time(value);
        current.relative = true;
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
