// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.simulate;

import java.io.IOException;

/** Delivers one report and returns once it is acknowledged; blocks. Thread-safe. */
@FunctionalInterface
interface Report {
    /**
     * Delivers.
     *
     * @throws IOException if it was not acknowledged; it is said again later
     */
    void deliver(String device, Credentials credentials, String payload)
            throws IOException, InterruptedException;
}
