// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

import java.util.ArrayList;
import java.util.List;

/**
 * Neighbouring integers.
 *
 * @param low the lowest
 * @param high the highest
 */
public record Range(long low, long high) {
    public Range {
        if (low > high) {
            throw new IllegalArgumentException("a range from " + low + " to " + high);
        }
    }

    public boolean overlaps(Range other) {
        return low <= other.high && other.low <= high;
    }

    /** What of some ranges is within another. */
    public static List<Range> within(List<Range> ranges, Range other) {
        return ranges.stream()
                .filter(other::overlaps)
                .map(
                        range ->
                                new Range(
                                        Math.max(range.low(), other.low()),
                                        Math.min(range.high(), other.high())))
                .toList();
    }

    /** What of some ranges is outside of another. */
    public static List<Range> without(List<Range> ranges, Range other) {
        List<Range> left = new ArrayList<>();
        for (Range range : ranges) {
            if (!range.overlaps(other)) {
                left.add(range);
                continue;
            }
            if (range.low() < other.low()) {
                left.add(new Range(range.low(), other.low() - 1));
            }
            if (range.high() > other.high()) {
                left.add(new Range(other.high() + 1, range.high()));
            }
        }
        return left;
    }
}
