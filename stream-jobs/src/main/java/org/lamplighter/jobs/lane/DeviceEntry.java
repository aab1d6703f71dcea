// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.lamplighter.decode.ProfileCatalog;
import org.lamplighter.duplicate.DuplicateMemory;
import org.lamplighter.evaluate.DeviceState;
import org.lamplighter.evaluate.DeviceStateCodec;

import java.nio.ByteBuffer;

/**
 * All that a lane keeps about one device, in one packed value. Immutable.
 *
 * @param registered the device
 * @param memory what its frames are recognised by when they come again
 * @param state what the evaluator keeps
 * @param dueMillis when it must be woken, in log time; {@link DueQueue#NEVER} if never
 */
record DeviceEntry(
        Registered registered, DuplicateMemory memory, DeviceState state, long dueMillis) {
    private static final byte VERSION = 1;

    /** Of a device that was never heard. */
    static DeviceEntry begun(Registered registered) {
        return new DeviceEntry(
                registered, DuplicateMemory.empty(), DeviceState.EMPTY, DueQueue.NEVER);
    }

    DeviceEntry with(Registered next) {
        return new DeviceEntry(next, memory, state, dueMillis);
    }

    byte[] encode() {
        byte[] stateBytes = DeviceStateCodec.encode(state);
        int size =
                1 + 8 + 8 + 4 + registered.json().length + memory.encodedSize() + stateBytes.length;
        ByteBuffer out =
                ByteBuffer.allocate(size)
                        .put(VERSION)
                        .putLong(dueMillis)
                        .putLong(registered.version())
                        .putInt(registered.json().length)
                        .put(registered.json());
        memory.encode(out);
        return out.put(stateBytes).array();
    }

    static DeviceEntry decode(byte[] bytes, ProfileCatalog profiles) {
        ByteBuffer in = requireVersion(bytes);
        long dueMillis = in.getLong();
        long version = in.getLong();
        byte[] json = new byte[in.getInt()];
        in.get(json);
        DuplicateMemory memory = DuplicateMemory.decode(in);
        byte[] stateBytes = new byte[in.remaining()];
        in.get(stateBytes);
        return new DeviceEntry(
                Registered.parse(version, json, profiles),
                memory,
                DeviceStateCodec.decode(stateBytes),
                dueMillis);
    }

    /** When the device in an encoded entry is due, without decoding the rest. */
    static long dueMillisOf(byte[] bytes) {
        return requireVersion(bytes).getLong();
    }

    private static ByteBuffer requireVersion(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "a device's state of version "
                            + version
                            + " cannot be read; version "
                            + VERSION
                            + " can: was a newer release running here?");
        }
        return in;
    }
}
