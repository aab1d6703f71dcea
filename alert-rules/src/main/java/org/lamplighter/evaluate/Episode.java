// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

import org.lamplighter.alarm.Evidence;
import org.lamplighter.alarm.Severity;

import java.util.List;

/**
 * One stretch of time in which a rule's alarm is in force on a device. Times are event times in
 * milliseconds.
 *
 * @param raisedAt when it began
 * @param raised why it began
 * @param severity how bad it is now, or was when it ended
 * @param staged why the severity is another than at the beginning; {@link Cause#NONE} if it is not
 * @param clearedAt when it ended; {@link #NEVER} while it lasts
 * @param cleared why it ended; {@link Cause#NONE} while it lasts
 */
record Episode(
        long raisedAt,
        Cause raised,
        Severity severity,
        Cause staged,
        long clearedAt,
        Cause cleared) {
    /** No time at all: later than any. */
    static final long NEVER = Long.MAX_VALUE;

    static Episode begun(long at, Cause cause, Severity severity) {
        return new Episode(at, cause, severity, Cause.NONE, NEVER, Cause.NONE);
    }

    Episode staged(Severity now, Cause cause) {
        return new Episode(raisedAt, raised, now, cause, clearedAt, cleared);
    }

    Episode ended(long at, Cause cause) {
        return new Episode(raisedAt, raised, severity, staged, Math.max(at, raisedAt), cause);
    }

    boolean lasts() {
        return clearedAt == NEVER;
    }

    /** What decided. */
    enum How {
        /** Nothing. */
        NONE,
        /** The condition holds, and the rule asks for no hold. */
        AT_ONCE,
        /** The condition held for as long as the rule asks. */
        HELD,
        /** The condition held in as many readings as the rule asks. */
        COUNTED,
        /** The condition holds and so does the one that makes the hold needless. */
        UNLESS,
        /** Nothing was heard for as long as the rule allows. */
        SILENT,
        /** The clear condition holds, and the rule asks for no clear-hold. */
        CLEAR,
        /** The clear condition held for as long as the rule asks. */
        CLEAR_HELD,
        /** Something was heard again. */
        REPORTED,
        /** The condition of a severity holds, or holds no longer. */
        STAGED,
        /** The rule is gone, or no longer for this device. */
        RULE_GONE,
        /** The device was removed. */
        DEVICE_GONE
    }

    /**
     * Why something is so.
     *
     * @param how what decided
     * @param since from when it was so, before any hold
     * @param detail a text that belongs to {@code how}: the source last heard, for silence
     * @param evidence the values it rests on
     */
    record Cause(How how, long since, String detail, List<Evidence> evidence) {
        static final Cause NONE = new Cause(How.NONE, 0, "", List.of());

        Cause {
            evidence = List.copyOf(evidence);
        }
    }
}
