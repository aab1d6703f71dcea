// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

/**
 * When a device was last heard.
 *
 * @param at in event time, in milliseconds; {@link Long#MIN_VALUE} if not since it is kept
 * @param source the input that heard it
 * @param served what that input's served clock showed then, in milliseconds, or {@link
 *     Sample#UNRESOLVED}
 */
record Heard(long at, String source, long served) {
    static final Heard NOT = new Heard(Long.MIN_VALUE, "", 0);

    boolean isKnown() {
        return at != Long.MIN_VALUE;
    }

    /**
     * This or the other, whichever is later; at one time, the greater source, so that order does
     * not matter.
     */
    Heard or(long otherAt, String otherSource, long otherServed) {
        boolean later = otherAt > at || (otherAt == at && otherSource.compareTo(source) > 0);
        return later ? new Heard(otherAt, otherSource, otherServed) : this;
    }
}
