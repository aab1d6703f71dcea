// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

/** What became of a record that the evaluator was given: the reason beside a transition. */
public enum Verdict {
    /** A reading at or after all others of its device: evaluated. */
    IN_ORDER,
    /**
     * A reading that came after younger ones, within the lateness bound: put in its place, the tail
     * evaluated again.
     */
    PLACED,
    /**
     * Logged later than the bound after its event time, but the newest value of a point: evaluated.
     */
    LATE_NEWEST,
    /** Logged later than the bound after its event time and no newest value: not evaluated. */
    LATE,
    /**
     * Within the bound, but before the point up to which the device's past is closed, and the
     * newest value of a point.
     */
    CLOSED_NEWEST,
    /**
     * Within the bound, but before the point up to which the device's past is closed: not
     * evaluated.
     */
    CLOSED,
    /**
     * A record of the past that is later than the bound, or whose clock cannot be trusted: not
     * evaluated, also where nothing newer is known.
     */
    HISTORY,
    /** A copy or a repetition: it only shows that the device lives. */
    DUPLICATE,
    /** Time passed. */
    TIME,
    /** The device or its rules changed. */
    CHANGE
}
