// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.duplicate;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

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
    private static final DuplicateMemory EMPTY =
            new DuplicateMemory(new long[0], new long[0], new long[0], NOTHING);

    /** Times in milliseconds, ascending; the other arrays go with it. */
    private final long[] times;

    private final long[] fingerprints;
    private final long[] seenAt;
    private final long forgottenUpTo;

    private DuplicateMemory(long[] times, long[] fingerprints, long[] seenAt, long forgottenUpTo) {
        this.times = times;
        this.fingerprints = fingerprints;
        this.seenAt = seenAt;
        this.forgottenUpTo = forgottenUpTo;
    }

    /** The memory of a device that was never heard. */
    public static DuplicateMemory empty() {
        return EMPTY;
    }

    /** How many identities are remembered. */
    public int size() {
        return times.length;
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
        };
    }

    private boolean knows(long fingerprint, long time, long window) {
        for (int i = firstAtOrAfter(time - window); i < times.length; i++) {
            if (times[i] > time + window) {
                return false;
            }
            if (fingerprints[i] == fingerprint) {
                return true;
            }
        }
        return false;
    }

    private int firstAtOrAfter(long time) {
        int low = 0;
        int high = times.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[middle] < time) {
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
        int length = times.length + 1;
        long[] nextTimes = inserted(times, place, time);
        long[] nextFingerprints = inserted(fingerprints, place, fingerprint);
        long[] nextSeen = inserted(seenAt, place, logMillis);
        long expired = logMillis - retention.toMillis();
        int kept = 0;
        for (int i = 0; i < length; i++) {
            boolean lasting = nextTimes[i] >= expired || nextSeen[i] >= expired;
            if (lasting || i >= length - ALWAYS_KEPT) {
                nextTimes[kept] = nextTimes[i];
                nextFingerprints[kept] = nextFingerprints[i];
                nextSeen[kept] = nextSeen[i];
                kept++;
            }
        }
        int over = Math.max(0, kept - CAPACITY);
        long nextForgotten =
                over == 0 ? forgottenUpTo : Math.max(forgottenUpTo, nextTimes[over - 1]);
        DuplicateMemory next =
                new DuplicateMemory(
                        Arrays.copyOfRange(nextTimes, over, kept),
                        Arrays.copyOfRange(nextFingerprints, over, kept),
                        Arrays.copyOfRange(nextSeen, over, kept),
                        nextForgotten);
        return new Judgement(reason, next, over);
    }

    /**
     * Equal times stand in the order of their fingerprints, so the order of arrival leaves no
     * trace.
     */
    private int placeOf(long time, long fingerprint) {
        int place = firstAtOrAfter(time);
        while (place < times.length && times[place] == time && fingerprints[place] < fingerprint) {
            place++;
        }
        return place;
    }

    private static long[] inserted(long[] values, int place, long value) {
        long[] next = new long[values.length + 1];
        System.arraycopy(values, 0, next, 0, place);
        next[place] = value;
        System.arraycopy(values, place, next, place + 1, values.length - place);
        return next;
    }

    /** How many bytes {@link #encode} writes, at most {@link #MAX_ENCODED_SIZE}. */
    public int encodedSize() {
        int size = 1 + 2 + 8;
        long previous = 0;
        for (int i = 0; i < times.length; i++) {
            size += varintSize(zigzag(times[i] - previous));
            size += varintSize(zigzag(seenAt[i] - times[i])) + 8;
            previous = times[i];
        }
        return size;
    }

    /** Writes this memory, in a form that carries its version. */
    public void encode(ByteBuffer out) {
        out.put(VERSION).putShort((short) times.length).putLong(forgottenUpTo);
        long previous = 0;
        for (int i = 0; i < times.length; i++) {
            putVarint(out, zigzag(times[i] - previous));
            putVarint(out, zigzag(seenAt[i] - times[i]));
            out.putLong(fingerprints[i]);
            previous = times[i];
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
            long[] times = new long[size];
            long[] fingerprints = new long[size];
            long[] seenAt = new long[size];
            long previous = 0;
            for (int i = 0; i < size; i++) {
                times[i] = previous + unzigzag(varint(in));
                seenAt[i] = times[i] + unzigzag(varint(in));
                fingerprints[i] = in.getLong();
                previous = times[i];
            }
            return new DuplicateMemory(times, fingerprints, seenAt, forgottenUpTo);
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
                && Arrays.equals(times, that.times)
                && Arrays.equals(fingerprints, that.fingerprints)
                && Arrays.equals(seenAt, that.seenAt);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(fingerprints);
    }

    @Override
    public String toString() {
        return "DuplicateMemory[" + times.length + " identities]";
    }
}
