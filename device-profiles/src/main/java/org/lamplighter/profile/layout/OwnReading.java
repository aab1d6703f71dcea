// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whose and when a reading of its own is.
 *
 * @param history whether it is a record of the past
 * @param child the parts of the child's name in the device's id; none for the device itself
 * @param time its time, if it is reckoned; else its fields tell it, or it is the frame's
 */
public record OwnReading(boolean history, List<TextPart> child, Optional<Reckoned> time) {
    public OwnReading {
        child = List.copyOf(child);
    }

    /** A piece of a text. */
    public sealed interface TextPart {
        record Literal(String text) implements TextPart {}

        /** A number or text that was read before. */
        record Kept(String name) implements TextPart {}
    }

    /**
     * A time reckoned from another: base ∓ step · (index + first).
     *
     * @param base what it is reckoned from
     * @param after whether it is later than that
     * @param step the time from one to the next
     * @param first the number of the first
     * @param newestLast whether the last one of a row has the number {@code first}, not the first
     */
    public record Reckoned(Base base, boolean after, Step step, int first, boolean newestLast) {}

    /** What a time is reckoned from. */
    public sealed interface Base {
        record Received() implements Base {}

        /** The frame's device time; the received time if it has none. */
        record Frame() implements Base {}

        /** Seconds since 1970 that were read before. */
        record Kept(String name) implements Base {}
    }

    /** The time from one reading to the next. */
    public sealed interface Step {
        record Fixed(Duration duration) implements Step {}

        record Kept(String name, Duration unit) implements Step {}
    }
}
