// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.duplicate;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one device's frames are recognised by when they come again. Immutable: {@link #judge} gives
 * the next memory.
 *
 * <p>An identity is remembered until log time has passed both its own time and the log time it was
 * first seen at by the retention, so every copy that is not later than the lateness bound is
 * recognised, in any order and number. Two bounds: never more than {@link #CAPACITY} identities
 * (the one with the oldest time leaves, and the judgement counts it), and the newest {@link
 * #ALWAYS_KEPT} stay however old they are, for the copy that a sleeping device sends hours later.
 */
public final class DuplicateMemory {
    /** The most identities that are remembered of one device. */
    public static final int CAPACITY = 256;

    /** How many of the newest are remembered whatever their age. */
    public static final int ALWAYS_KEPT = 16;

    /** How long an identity is remembered at the default lateness bound of 15 minutes. */
    public static final Duration RETENTION = Duration.ofMinutes(16);

    /** The most bytes that {@link #encode} writes. */
    public static final int MAX_ENCODED_SIZE = 1 + 2 + 8 + CAPACITY * (10 + 10 + 8);

    private static final byte VERSION = 1;
    private static final long NOTHING = Long.MIN_VALUE;

    /** Room for so many more at least, when a shelf is full. */
    private static final int LEAST_ROOM = 4;

    private static final DuplicateMemory EMPTY =
            new DuplicateMemory(new Shelf(0), 0, 0, NOTHING, Long.MAX_VALUE);

    private final Shelf shelf;
    private final int from;
    private final int to;
    private final long forgottenUpTo;

    /** At or before the time until which all identities last. */
    private final long allLastUntil;

    /**
     * Identities by ascending time. A memory sees the range of them that is its own, and the next
     * memory's begins with most of the same: a frame that comes in order adds one identity behind
     * the range, which no earlier memory sees, and copies none. Only one memory gets to add there.
     */
    private static final class Shelf {
        /** In milliseconds, ascending; the other arrays go with it. */
        private final long[] times;

        private final long[] fingerprints;
        private final long[] seenAt;
        private final AtomicInteger used = new AtomicInteger();

        Shelf(int capacity) {
            times = new long[capacity];
            fingerprints = new long[capacity];
            seenAt = new long[capacity];
        }

        /** Adds behind {@code end}, if there is room and nobody has. */
        boolean add(int end, long time, long fingerprint, long seen) {
            if (end == times.length || !used.compareAndSet(end, end + 1)) {
                return false;
            }
            set(end, time, fingerprint, seen);
            return true;
        }

        void set(int i, long time, long fingerprint, long seen) {
            times[i] = time;
            fingerprints[i] = fingerprint;
            seenAt[i] = seen;
        }
    }

    private DuplicateMemory(Shelf shelf, int from, int to, long forgottenUpTo, long allLastUntil) {
        this.shelf = shelf;
        this.from = from;
        this.to = to;
        this.forgottenUpTo = forgottenUpTo;
        this.allLastUntil = allLastUntil;
    }

    /** With room for so many more, none of which is set yet. */
    private Shelf copied(int begin, int more) {
        Shelf copy = new Shelf(to - begin + more);
        System.arraycopy(shelf.times, begin, copy.times, 0, to - begin);
        System.arraycopy(shelf.fingerprints, begin, copy.fingerprints, 0, to - begin);
        System.arraycopy(shelf.seenAt, begin, copy.seenAt, 0, to - begin);
        copy.used.setPlain(to - begin);
        return copy;
    }

    /** The memory of a device that was never heard. */
    public static DuplicateMemory empty() {
        return EMPTY;
    }

    /** How many identities are remembered. */
    public int size() {
        return to - from;
    }

    /**
     * Judges a frame that was logged at {@code logTime}, and remembers it if it is fresh.
     *
     * @param retention {@link #RETENTION}, or the configured lateness bound and a minute
     */
    public Judgement judge(DuplicateKey key, Instant logTime, Duration retention) {
        long time = key.at().toEpochMilli();
        if (knows(key.fingerprint(), time, key.window().toMillis())) {
            return new Judgement(reasonOf(key.basis()), this, 0);
        }
        Judgement.Reason reason =
                time <= forgottenUpTo
                        ? Judgement.Reason.BEFORE_MEMORY
                        : Judgement.Reason.FIRST_SEEN;
        return remember(key.fingerprint(), time, logTime.toEpochMilli(), retention, reason);
    }

    private static Judgement.Reason reasonOf(DuplicateKey.Basis basis) {
        return switch (basis) {
            case SEQUENCE_AND_TIME -> Judgement.Reason.SAME_SEQUENCE_AND_TIME;
            case TIME_AND_BYTES -> Judgement.Reason.SAME_TIME_AND_BYTES;
            case BYTES -> Judgement.Reason.SAME_BYTES_NEAR_RECEIPT;
            case SEQUENCE -> Judgement.Reason.SAME_SEQUENCE_NEAR_RECEIPT;
            case TIME -> Judgement.Reason.SAME_TIME;
            case PACKET -> Judgement.Reason.SAME_PACKET;
        };
    }

    private boolean knows(long fingerprint, long time, long window) {
        for (int i = firstAtOrAfter(time - window); i < to; i++) {
            if (shelf.times[i] > time + window) {
                return false;
            }
            if (shelf.fingerprints[i] == fingerprint) {
                return true;
            }
        }
        return false;
    }

    private int firstAtOrAfter(long time) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (shelf.times[middle] < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private Judgement remember(
            long fingerprint,
            long time,
            long logMillis,
            Duration retention,
            Judgement.Reason reason) {
        int place = placeOf(time, fingerprint);
        long expired = logMillis - retention.toMillis();
        return place == to && expired <= allLastUntil
                ? append(fingerprint, time, logMillis, reason)
                : insert(place, fingerprint, time, logMillis, expired, reason);
    }

    /** Adds the newest, with nothing too old. */
    private Judgement append(long fingerprint, long time, long logMillis, Judgement.Reason reason) {
        int over = Math.max(0, size() + 1 - CAPACITY);
        long nextForgotten =
                over == 0 ? forgottenUpTo : Math.max(forgottenUpTo, shelf.times[from + over - 1]);
        long nextLast = Math.min(allLastUntil, Math.max(time, logMillis));
        int begin = from + over;
        if (shelf.add(to, time, fingerprint, logMillis)) {
            return new Judgement(
                    reason,
                    new DuplicateMemory(shelf, begin, to + 1, nextForgotten, nextLast),
                    over);
        }
        int kept = to - begin;
        Shelf roomier = copied(begin, Math.max(LEAST_ROOM, kept / 4));
        if (!roomier.add(kept, time, fingerprint, logMillis)) {
            throw new IllegalStateException("a new shelf has room, and nobody else knows it");
        }
        return new Judgement(
                reason, new DuplicateMemory(roomier, 0, kept + 1, nextForgotten, nextLast), over);
    }

    /** Adds one anywhere, and leaves out what is too old. */
    private Judgement insert(
            int place,
            long fingerprint,
            long time,
            long logMillis,
            long expired,
            Judgement.Reason reason) {
        int length = size() + 1;
        Shelf next = new Shelf(length);
        int kept = 0;
        for (int i = 0; i < length; i++) {
            int old = from + i - (from + i > place ? 1 : 0);
            boolean isNew = from + i == place;
            long at = isNew ? time : shelf.times[old];
            long seen = isNew ? logMillis : shelf.seenAt[old];
            if (Math.max(at, seen) >= expired || i >= length - ALWAYS_KEPT) {
                next.set(kept++, at, isNew ? fingerprint : shelf.fingerprints[old], seen);
            }
        }
        int over = Math.max(0, kept - CAPACITY);
        long nextForgotten =
                over == 0 ? forgottenUpTo : Math.max(forgottenUpTo, next.times[over - 1]);
        next.used.setPlain(kept);
        return new Judgement(reason, new DuplicateMemory(next, over, kept, nextForgotten), over);
    }

    private DuplicateMemory(Shelf shelf, int from, int to, long forgottenUpTo) {
        this(shelf, from, to, forgottenUpTo, allLastUntil(shelf, from, to));
    }

    private static long allLastUntil(Shelf shelf, int from, int to) {
        long until = Long.MAX_VALUE;
        for (int i = from; i < to; i++) {
            until = Math.min(until, Math.max(shelf.times[i], shelf.seenAt[i]));
        }
        return until;
    }

    /**
     * Equal times stand in the order of their fingerprints, so the order of arrival leaves no
     * trace.
     */
    private int placeOf(long time, long fingerprint) {
        int place = firstAtOrAfter(time);
        while (place < to
                && shelf.times[place] == time
                && shelf.fingerprints[place] < fingerprint) {
            place++;
        }
        return place;
    }

    /** How many bytes {@link #encode} writes, at most {@link #MAX_ENCODED_SIZE}. */
    public int encodedSize() {
        int size = 1 + 2 + 8;
        long previous = 0;
        for (int i = from; i < to; i++) {
            size += varintSize(zigzag(shelf.times[i] - previous));
            size += varintSize(zigzag(shelf.seenAt[i] - shelf.times[i])) + 8;
            previous = shelf.times[i];
        }
        return size;
    }

    /** Writes this memory, in a form that carries its version. */
    public void encode(ByteBuffer out) {
        out.put(VERSION).putShort((short) size()).putLong(forgottenUpTo);
        long previous = 0;
        for (int i = from; i < to; i++) {
            putVarint(out, zigzag(shelf.times[i] - previous));
            putVarint(out, zigzag(shelf.seenAt[i] - shelf.times[i]));
            out.putLong(shelf.fingerprints[i]);
            previous = shelf.times[i];
        }
    }

    /**
     * Reads {@link #encode} back and leaves the buffer after it.
     *
     * @throws IllegalArgumentException if the bytes are no memory, or one of a version not known
     *     here
     */
    public static DuplicateMemory decode(ByteBuffer in) {
        try {
            byte version = in.get();
            int size = in.getShort();
            if (version != VERSION || size < 0 || size > CAPACITY) {
                throw new IllegalArgumentException(
                        "a duplicate memory of version "
                                + version
                                + " with "
                                + size
                                + " identities cannot be read; version 1 with at most 256 can");
            }
            long forgottenUpTo = in.getLong();
            Shelf shelf = new Shelf(size);
            long previous = 0;
            for (int i = 0; i < size; i++) {
                long time = previous + unzigzag(varint(in));
                long seen = time + unzigzag(varint(in));
                shelf.set(i, time, in.getLong(), seen);
                previous = time;
            }
            shelf.used.setPlain(size);
            return new DuplicateMemory(shelf, 0, size, forgottenUpTo);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("a duplicate memory ends too early", e);
        }
    }

    private static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }

    private static long unzigzag(long value) {
        return (value >>> 1) ^ -(value & 1);
    }

    private static int varintSize(long value) {
        return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
    }

    private static void putVarint(ByteBuffer out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number in a duplicate memory is longer than 64 bits");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DuplicateMemory that
                && forgottenUpTo == that.forgottenUpTo
                && isSame(shelf.times, that.shelf.times, that)
                && isSame(shelf.fingerprints, that.shelf.fingerprints, that)
                && isSame(shelf.seenAt, that.shelf.seenAt, that);
    }

    private boolean isSame(long[] mine, long[] theirs, DuplicateMemory that) {
        return Arrays.equals(mine, from, to, theirs, that.from, that.to);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(Arrays.copyOfRange(shelf.fingerprints, from, to));
    }

    @Override
    public String toString() {
        return "DuplicateMemory[" + size() + " identities]";
    }
}
