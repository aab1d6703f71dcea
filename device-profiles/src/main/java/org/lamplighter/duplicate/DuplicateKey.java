// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.duplicate;

import org.lamplighter.reading.Payload;

import java.time.Duration;
import java.time.Instant;

/**
 * What makes two frames of one device the same frame.
 *
 * @param basis what the identity was taken from
 * @param fingerprint 64 bits of it; two frames of one device with one fingerprint are the same
 *     frame if their times are within the window
 * @param at the device's time, or the received time where the device's cannot be used
 * @param window how far apart {@code at} may be in two copies: zero where it is the device's time,
 *     which every copy carries
 */
public record DuplicateKey(Basis basis, long fingerprint, Instant at, Duration window) {
    /** The longest window by received time; as long as a copy may be late. */
    public static final Duration MAX_WINDOW = Duration.ofMinutes(15);

    /** What an identity was taken from. */
    public enum Basis {
        /** The device's sequence number and its time, whatever else the frame says. */
        SEQUENCE_AND_TIME,
        /** The device's time and all bytes: two frames that differ and share a time are two. */
        TIME_AND_BYTES,
        /** All bytes, near one received time. */
        BYTES,
        /** The device's sequence number, near one received time, whatever else the frame says. */
        SEQUENCE,
        /** The device's time, whatever else the frame says. */
        TIME,
        /** What the platform that forwarded the frame numbers it with. */
        PACKET
    }

    /** The identity of a frame that a platform numbers, however often it forwards it. */
    public static DuplicateKey ofPacket(String packet, Instant receivedAt) {
        long hash = SEED;
        for (int i = 0; i < packet.length(); i++) {
            hash = (hash ^ packet.charAt(i)) * PRIME;
        }
        return new DuplicateKey(Basis.PACKET, mix(add(hash, PACKET)), receivedAt, MAX_WINDOW);
    }

    /** The identity of a frame with a sequence number and a device time that can be believed. */
    public static DuplicateKey ofSequence(long sequence, Instant deviceTime) {
        return new DuplicateKey(
                Basis.SEQUENCE_AND_TIME,
                fingerprint(sequence, deviceTime),
                deviceTime,
                Duration.ZERO);
    }

    /**
     * The identity of a frame with a sequence number and a device time that cannot be believed: it
     * still tells frames apart, but says nothing about when a copy may come.
     */
    public static DuplicateKey ofSequenceReceived(
            long sequence, Instant deviceTime, Instant receivedAt) {
        return new DuplicateKey(
                Basis.SEQUENCE_AND_TIME, fingerprint(sequence, deviceTime), receivedAt, MAX_WINDOW);
    }

    /** The identity of a frame with a device time that can be believed and no sequence number. */
    public static DuplicateKey ofTime(Instant deviceTime, Payload payload) {
        long hash = add(add(hash(payload), deviceTime.getEpochSecond()), deviceTime.getNano());
        return new DuplicateKey(Basis.TIME_AND_BYTES, mix(hash), deviceTime, Duration.ZERO);
    }

    /**
     * The identity of a frame by its sequence number alone.
     *
     * @param window how far apart two frames of one number must be received to be two; shorter than
     *     the number takes to come round
     */
    public static DuplicateKey ofSequenceAlone(long sequence, Instant receivedAt, Duration window) {
        return new DuplicateKey(
                Basis.SEQUENCE, mix(add(add(SEED, SEQUENCE), sequence)), receivedAt, window);
    }

    /** The identity of a frame by a device time that can be believed, alone. */
    public static DuplicateKey ofTimeAlone(Instant deviceTime) {
        return new DuplicateKey(
                Basis.TIME, fingerprint(TIME, deviceTime), deviceTime, Duration.ZERO);
    }

    /**
     * The identity of a frame with nothing but its bytes.
     *
     * @param window how far apart two equal frames must be received to be two
     */
    public static DuplicateKey ofBytes(Payload payload, Instant receivedAt, Duration window) {
        return new DuplicateKey(Basis.BYTES, mix(hash(payload)), receivedAt, window);
    }

    /** The fingerprint as a reading's sequence: 31 bits, not negative, equal for every copy. */
    public int sequence() {
        return (int) (fingerprint >>> 33);
    }

    /** As {@link #sequence()}, for the reading of that number in the frame. */
    public int sequence(int number) {
        return (int) (mix(add(fingerprint, number)) >>> 33);
    }

    /**
     * The sequence of a record of the past: made from the record itself, so that it is the same in
     * whichever frame the record comes.
     *
     * @param from where its bytes begin
     * @param to the one after its last
     */
    public static int sequenceOf(Payload payload, int from, int to, Instant time) {
        long hash = add(add(hash(payload, from, to), time.getEpochSecond()), time.getNano());
        return (int) (mix(hash) >>> 33);
    }

    private static long fingerprint(long sequence, Instant time) {
        return mix(add(add(add(SEED, sequence), time.getEpochSecond()), time.getNano()));
    }

    /** Keeps the number of a packet apart from bytes that are the same. */
    private static final long PACKET = 0x70636b74L;

    /** Keep a number or a time alone apart from both together. */
    private static final long SEQUENCE = 0x73657175656e6365L;

    private static final long TIME = 0x74696d65L;

    private static final long SEED = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private static long hash(Payload payload) {
        return hash(payload, 0, payload.length());
    }

    private static long hash(Payload payload, int from, int to) {
        long hash = SEED;
        for (int i = from; i < to; i++) {
            hash = (hash ^ payload.unsignedByte(i)) * PRIME;
        }
        return hash;
    }

    private static long add(long hash, long value) {
        return (mix(hash) ^ value) * PRIME;
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
