// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.transport;

/** A connection whose deadlines are looked after. */
@OnEventLoop
public interface Patrolled {
    /**
     * Called every {@link Patrols#INTERVAL} while the connection is open: look at the deadlines.
     *
     * @param now as {@link System#nanoTime()} counts
     */
    void patrol(long now);

    /** The gateway stops: say goodbye as soon as nothing is in flight. */
    void stop();
}
