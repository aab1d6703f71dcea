// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

import org.lamplighter.reading.PointName;

import java.util.Set;

/** What a raw integer is for. */
public sealed interface Use {
    /**
     * A point's value.
     *
     * @param absent raw values that mean that there is none
     */
    record OfPoint(PointName point, Set<Long> absent, Conversion conversion) implements Use {
        public OfPoint {
            absent = Set.copyOf(absent);
        }
    }

    /** The frame's sequence number. */
    record Sequence() implements Use {}

    /** The device's time in seconds since 1970. */
    record UnixSeconds() implements Use {}

    /** The device's time in milliseconds since 1970. */
    record UnixMilliseconds() implements Use {}

    /** The length of the whole payload in bytes, which is checked. */
    record FrameLength() implements Use {}
}
