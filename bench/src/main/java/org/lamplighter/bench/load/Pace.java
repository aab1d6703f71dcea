// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.load;

/** When the next frame is sent. */
public sealed interface Pace {
    /** So many a second over all connections, whatever the answers do. */
    record Open(double perSecond) implements Pace {}

    /** As soon as a connection has fewer than so many unanswered. */
    record Closed(int window) implements Pace {}
}
