// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.lamplighter.decode.ProfileCatalog;
import org.lamplighter.detect.ChildSteps;
import org.lamplighter.detect.DetectorState;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

/**
 * All that a lane keeps about one device, in one packed value. Immutable.
 *
 * @param registered the device
 * @param state what detection keeps of it
 */
record DeviceEntry(Registered registered, DetectorState state) {
    private static final byte VERSION = 1;

    /** The first bytes of an encoded detector state, which tell when it is due. */
    private static final int DUE_BYTES = 9;

    /** Of a device that was never heard. */
    static DeviceEntry begun(Registered registered) {
        return new DeviceEntry(registered, DetectorState.EMPTY);
    }

    DeviceEntry with(Registered next) {
        return new DeviceEntry(next, state);
    }

    DeviceEntry with(DetectorState next) {
        return new DeviceEntry(registered, next);
    }

    ChildSteps.Known known() {
        return new ChildSteps.Known(registered.device(), registered.subject(), state);
    }

    byte[] encode() {
        byte[] stateBytes = state.encode();
        return ByteBuffer.allocate(1 + 4 + stateBytes.length + 8 + registered.json().length)
                .put(VERSION)
                .putInt(stateBytes.length)
                .put(stateBytes)
                .putLong(registered.version())
                .put(registered.json())
                .array();
    }

    static DeviceEntry decode(byte[] bytes, ProfileCatalog profiles) {
        ByteBuffer in = requireVersion(bytes);
        byte[] stateBytes = new byte[in.getInt()];
        in.get(stateBytes);
        long version = in.getLong();
        byte[] json = new byte[in.remaining()];
        in.get(json);
        return new DeviceEntry(
                Registered.parse(version, json, profiles), DetectorState.decode(stateBytes));
    }

    /** When the device in an encoded entry is due, without decoding the rest. */
    static Instant nextDueOf(byte[] bytes) {
        int state = requireVersion(bytes).position() + Integer.BYTES;
        return DetectorState.nextDueOf(Arrays.copyOfRange(bytes, state, state + DUE_BYTES));
    }

    private static ByteBuffer requireVersion(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "a device's cell of version "
                            + version
                            + " cannot be read: this program knows version "
                            + VERSION
                            + "; start the program that wrote it, or a newer one");
        }
        return in;
    }
}
