// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.correlate;

import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.TimerService;

import java.time.Instant;
import java.util.Optional;

/**
 * What is kept of the current key between what it hears, and when it is to be woken. Flink calls it
 * from one thread.
 */
final class KeyMemory {
    private final ValueState<byte[]> state;
    private final Wake wake;

    /**
     * @param name of the state in checkpoints
     */
    KeyMemory(RuntimeContext runtime, String name) {
        this.state =
                runtime.getState(
                        new ValueStateDescriptor<>(
                                name, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        this.wake =
                new Wake(
                        runtime.getState(
                                new ValueStateDescriptor<>("due", BasicTypeInfo.LONG_TYPE_INFO)));
    }

    /** Empty if nothing is kept. */
    Optional<byte[]> find() throws Exception {
        return Optional.ofNullable(state.value());
    }

    /** Its timer has fired. */
    void woken() {
        wake.fired();
    }

    /**
     * Keeps this from now on.
     *
     * @param next empty to forget the key
     * @param due when to wake it; {@link Instant#MAX} for never
     */
    void keep(Optional<byte[]> next, Instant due, TimerService timers) throws Exception {
        if (next.isPresent()) {
            state.update(next.get());
        } else {
            state.clear();
        }
        wake.at(due, timers);
    }
}
