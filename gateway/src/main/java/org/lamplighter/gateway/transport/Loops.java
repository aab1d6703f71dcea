// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.transport;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Handing work to an event loop from other threads. */
public final class Loops {
    private Loops() {}

    /**
     * Runs {@code task} on the loop, unless that has ended: then its connections have too, and
     * nobody is left to be answered. Never throws, so that whoever tells a frame's outcome goes on
     * to the next. Any thread.
     */
    public static void run(Executor loop, Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException stopped) {
            // the frame's outcome was counted before it came here
        }
    }
}
