// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import org.lamplighter.reading.DecodeFault;
import org.lamplighter.reading.Mark;
import org.lamplighter.reading.Payload;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A frame with what it means: documentation that is run.
 *
 * @param title what it shows
 * @param line where it stands in the profile, from 1
 * @param payload its bytes
 * @param channel its channel; may be empty
 * @param receivedAt when the gateway received it
 * @param expectation what it means
 */
public record Example(
        String title,
        int line,
        Payload payload,
        String channel,
        Instant receivedAt,
        Expectation expectation) {
    /** The received time of an example that names none. */
    public static final Instant DEFAULT_RECEIVED_AT = Instant.parse("2026-01-01T00:00:00Z");

    /** What a frame is expected to give. */
    public sealed interface Expectation {}

    /** These readings, in this order and no others. */
    public record Readings(List<Points> readings) implements Expectation {
        public Readings {
            readings = List.copyOf(readings);
        }
    }

    /**
     * One reading with exactly these points and marks.
     *
     * @param child whose it is: what follows the frame's device and a dot; empty for that device
     */
    public record Points(
            SortedMap<PointName, PointValue> points,
            Set<Mark> marks,
            ExpectedTime time,
            String child) {
        public Points {
            points = Collections.unmodifiableSortedMap(new TreeMap<>(points));
            marks = Set.copyOf(marks);
        }
    }

    /** A fault. */
    public record Fault(DecodeFault fault) implements Expectation {}

    /** The event time that is expected. */
    public sealed interface ExpectedTime {
        /** Any. */
        record Any() implements ExpectedTime {}

        /** This one. */
        record At(Instant time) implements ExpectedTime {}

        /** The time if one is expected. */
        default Optional<Instant> find() {
            return switch (this) {
                case Any any -> Optional.empty();
                case At at -> Optional.of(at.time());
            };
        }
    }
}
