// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.intake;

import org.lamplighter.reading.Frame;

import java.util.function.Consumer;

/**
 * The port to the log.
 *
 * <p>Thread-safe. An implementation needs no bound of its own: {@link Intake} holds every frame
 * against {@link InFlight} before it appends.
 */
public interface FrameLog extends AutoCloseable {
    /**
     * Appends a frame. Never blocks and never throws. Frames of one caller thread and one device
     * are appended in the order of the calls.
     *
     * @param done called exactly once, on any thread, within a bounded time; with {@link
     *     AppendResult.Appended} only when the frame is kept
     */
    void append(Frame frame, Consumer<AppendResult> done);

    /** Finishes what is in flight within a bounded time and gives up on the rest. */
    @Override
    void close();
}
