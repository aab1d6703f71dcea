// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What a raw number or text is for. */
public sealed interface Use {
    /** The names that some uses keep something under. */
    static List<String> names(List<Use> uses) {
        return uses.stream()
                .filter(Keep.class::isInstance)
                .map(use -> ((Keep) use).name())
                .toList();
    }

    /** A point's value. */
    record OfPoint(PointRef point, Absences absences, Conversion conversion) implements Use {}

    /** Kept under a name while the frame is read. */
    record Keep(String name) implements Use {}

    /** The frame's sequence number. */
    record Sequence() implements Use {}

    /** The device's time, counted from an instant. */
    record Since(Instant zero, Duration unit) implements Use {}

    /** A piece of the device's time, in the profile's zone. */
    record OfDate(DatePart part, int offset) implements Use {}

    /** How long before receipt the device's time is. */
    record Age(Duration unit) implements Use {}

    /** The length of the whole payload in bytes less {@code plus}, which is checked. */
    record FrameLength(int plus) implements Use {}

    /** The pieces of a date. */
    enum DatePart {
        YEAR,
        MONTH,
        DAY,
        HOUR,
        MINUTE,
        SECOND
    }
}
