// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.detect;

import org.lamplighter.duplicate.DuplicateMemory;
import org.lamplighter.evaluate.DeviceState;
import org.lamplighter.evaluate.DeviceStateCodec;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * All that detection keeps about one device, in one packed value. Immutable; safe to share between
 * threads.
 *
 * @param copies what its frames are recognised by when they come again
 * @param alarms what the evaluator keeps
 * @param nextDue when {@link DeviceDetector#onTime} must be called at the latest, in log time to
 *     the millisecond; {@link Instant#MAX} if never
 */
public record DetectorState(DuplicateMemory copies, DeviceState alarms, Instant nextDue) {
    /** Of a device that nothing is known about. */
    public static final DetectorState EMPTY =
            new DetectorState(DuplicateMemory.empty(), DeviceState.EMPTY, Instant.MAX);

    private static final byte VERSION = 1;
    private static final long NEVER = Long.MAX_VALUE;

    /** The state as bytes; equal states give equal bytes. */
    public byte[] encode() {
        byte[] alarmBytes = DeviceStateCodec.encode(alarms);
        ByteBuffer out =
                ByteBuffer.allocate(1 + 8 + copies.encodedSize() + alarmBytes.length)
                        .put(VERSION)
                        .putLong(millisOf(nextDue));
        copies.encode(out);
        return out.put(alarmBytes).array();
    }

    /**
     * Reads {@link #encode} back.
     *
     * @throws IllegalArgumentException if these are no such bytes, or those of a newer version
     */
    public static DetectorState decode(byte[] bytes) {
        try {
            ByteBuffer in = requireVersion(bytes);
            Instant nextDue = instantOf(in.getLong());
            DuplicateMemory copies = DuplicateMemory.decode(in);
            byte[] alarmBytes = new byte[in.remaining()];
            in.get(alarmBytes);
            return new DetectorState(copies, DeviceStateCodec.decode(alarmBytes), nextDue);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException(
                    "a device's state ends too early, after " + bytes.length + " bytes", e);
        }
    }

    /** When the device in an encoded state is due, without decoding the rest. */
    public static Instant nextDueOf(byte[] bytes) {
        return instantOf(requireVersion(bytes).getLong());
    }

    private static ByteBuffer requireVersion(byte[] bytes) {
        if (bytes.length < 9 || bytes[0] != VERSION) {
            throw new IllegalArgumentException(
                    "a device's state of version "
                            + (bytes.length == 0 ? "none" : bytes[0])
                            + " with "
                            + bytes.length
                            + " bytes cannot be read: this program knows version "
                            + VERSION
                            + "; start the program that wrote it, or a newer one");
        }
        return ByteBuffer.wrap(bytes).position(1);
    }

    /** Rounded up, so that nothing runs before it is due. */
    private static long millisOf(Instant due) {
        if (due.equals(Instant.MAX)) {
            return NEVER;
        }
        long millis = due.toEpochMilli();
        return Instant.ofEpochMilli(millis).equals(due) ? millis : millis + 1;
    }

    private static Instant instantOf(long millis) {
        return millis == NEVER ? Instant.MAX : Instant.ofEpochMilli(millis);
    }
}
