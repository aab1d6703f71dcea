// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

/**
 * All that the evaluator keeps about a device. Opaque to its shells, which store it as bytes by
 * {@link DeviceStateCodec}.
 *
 * <p>Immutable; safe to share between threads.
 */
public final class DeviceState {
    /** Of a device that nothing is known about. */
    public static final DeviceState EMPTY = new DeviceState();

    DeviceState() {}

    /** Whether nothing is kept, so that nothing need be stored. */
    public boolean isEmpty() {
        return true;
    }
}
