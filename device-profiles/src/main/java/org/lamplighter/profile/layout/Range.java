// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

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
}
