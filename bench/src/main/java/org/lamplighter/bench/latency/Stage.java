// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.latency;

/** A point on a frame's way, in the order of the way. */
enum Stage {
    LOGGED("the frame's log time (whole milliseconds)"),
    TROUBLE("its trouble can be read from the log"),
    INSERTED("the desk's transaction inserts the case"),
    COMMITTED("the case row is visible"),
    RECEIVED("the receiver has the event");

    private final String words;

    Stage(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
