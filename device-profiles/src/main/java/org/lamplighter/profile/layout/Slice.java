// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

import java.util.List;

/**
 * Neighbouring bits of an integer.
 *
 * @param low the lowest bit, from 0
 * @param high the highest bit
 * @param signed whether they are a number in two's complement
 * @param uses what they mean
 */
public record Slice(int low, int high, boolean signed, List<Use> uses) {
    public Slice {
        uses = List.copyOf(uses);
    }

    public int bits() {
        return high - low + 1;
    }
}
