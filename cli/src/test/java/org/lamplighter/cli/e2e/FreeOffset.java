// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.e2e;

import org.lamplighter.cli.up.Ports;
import org.lamplighter.cli.up.StartupException;

import java.util.concurrent.ThreadLocalRandom;

/** Ports for an {@code up} of a test, so that builds can run side by side on one machine. */
final class FreeOffset {
    private static final int TRIES = 50;

    private FreeOffset() {}

    /** Ports that nobody listens on, below those that the system gives to clients. */
    static Ports find() {
        StartupException last = null;
        for (int i = 0; i < TRIES; i++) {
            Ports ports = new Ports(ThreadLocalRandom.current().nextInt(10_000, 23_000));
            try {
                ports.requireFree();
                return ports;
            } catch (StartupException e) {
                last = e;
            }
        }
        throw new IllegalStateException("no free ports in " + TRIES + " tries", last);
    }
}
