// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.reading;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * What a frame says once decoded; one frame gives one or more.
 *
 * @param device whose quantities these are
 * @param profile the id of the profile that decoded it
 * @param profileVersion the version of that profile, as the registry counts; 0 outside a registry
 * @param eventTime when the quantities were so
 * @param receivedAt when the gateway received the frame
 * @param timeSource the clock of {@code eventTime}
 * @param sequence tells two frames of one device with one event time apart; made from the frame's
 *     identity, so a copy or a replay of a frame has the same; not negative
 * @param marks empty for a plain reading
 * @param points at least one, by name
 */
public record Reading(
        DeviceId device,
        String profile,
        long profileVersion,
        Instant eventTime,
        Instant receivedAt,
        TimeSource timeSource,
        int sequence,
        Set<Mark> marks,
        SortedMap<PointName, PointValue> points) {
    public Reading {
        if (points.isEmpty()) {
            throw new IllegalArgumentException(
                    "a reading of " + device + " needs at least one point");
        }
        if (sequence < 0) {
            throw new IllegalArgumentException(
                    "a reading's sequence must not be negative, but is " + sequence);
        }
        marks = marks.isEmpty() ? Set.of() : Objects.requireNonNull(MARKS.get(marks));
        points = PointValues.copyOf(points);
    }

    /** One set for each combination, so that the many readings of a batch share theirs. */
    private static final Map<Set<Mark>, Set<Mark>> MARKS = combinations();

    private static Map<Set<Mark>, Set<Mark>> combinations() {
        List<Set<Mark>> sets = new ArrayList<>(List.of(EnumSet.noneOf(Mark.class)));
        for (Mark mark : Mark.values()) {
            for (Set<Mark> without : List.copyOf(sets)) {
                Set<Mark> with = EnumSet.of(mark);
                with.addAll(without);
                sets.add(with);
            }
        }
        return sets.stream()
                .map(Collections::unmodifiableSet)
                .collect(Collectors.toUnmodifiableMap(set -> set, set -> set));
    }

    /** This reading with one more mark. */
    public Reading with(Mark mark) {
        EnumSet<Mark> more = EnumSet.of(mark);
        more.addAll(marks);
        return new Reading(
                device,
                profile,
                profileVersion,
                eventTime,
                receivedAt,
                timeSource,
                sequence,
                more,
                points);
    }
}
