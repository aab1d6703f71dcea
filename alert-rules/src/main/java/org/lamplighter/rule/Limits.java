// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import java.time.Duration;

/** How far the numbers of a rule may go, whatever its parameters say. */
public final class Limits {
    /** The most readings a hold may count: that many times are kept for each pending condition. */
    public static final int MAX_TIMES = 16;

    /** The longest hold, clear-hold and window. */
    public static final Duration LONGEST_HOLD = Duration.ofDays(7);

    /** The longest an alarm may wait for others of its area. */
    public static final Duration LONGEST_GROUP_WAIT = Duration.ofMinutes(15);

    /** The longest time within which alarms of an area may come together. */
    public static final Duration LONGEST_WITHIN = Duration.ofHours(1);

    /** The most parameters of a rule. */
    public static final int MAX_PARAMETERS = 32;

    private Limits() {}
}
