// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

/**
 * What a lane met that someone should be able to count: the constant is the tag of the metric and
 * the word in the log. None of them stops a lane.
 */
public enum LaneNotice {
    /** A record of {@code frames} that no part of this system wrote; quarantined. */
    FOREIGN_RECORD,
    /** A tick that cannot be read; left out. */
    UNREADABLE_TICK,
    /** A change that cannot be read; left out. */
    UNREADABLE_CHANGE,
    /** A profile or rule pack with faults; its former edition stays in force. */
    FAULTY_EDITION,
    /**
     * More frames wait for their device or profile than are held; the oldest was quarantined early.
     */
    PENDING_OVERFLOW,
    /** The detector failed on a device: a bug; the record was quarantined or the timer dropped. */
    DETECTOR_FAILED,
    /** A member of a payload that its profile does not know. */
    IGNORED_MEMBERS,
    /**
     * A reading of a child that is not registered with the frame's device as its parent, is
     * disabled or has an unknown profile; left out, and not archived.
     */
    CHILD_LEFT_OUT,
    /** A reading logged later than the lateness bound after its event time. */
    LATE,
    /** A reading whose device time was not believed. */
    CLOCK_SUSPECT,
    /** Readings made final before the lateness bound, since more came than are kept. */
    FOLDED_EARLY,
    /**
     * Frame identities forgotten although copies could still come, since more came than are kept.
     */
    IDENTITIES_FORGOTTEN
}
