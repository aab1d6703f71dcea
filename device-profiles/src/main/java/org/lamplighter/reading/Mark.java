// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.reading;

/** Something a consumer of a reading must know before it trusts it. */
public enum Mark {
    /**
     * The device's time was outside [received − 7 d, received + 5 min], so another clock was taken.
     */
    CLOCK_SUSPECT,
    /** Logged later than the lateness bound after its event time. */
    LATE,
    /** A record of the past sent along with others, not the device's present state. */
    HISTORY,
    /** The frame's checksum does not fit its bytes, and its profile has it read all the same. */
    CHECKSUM_WRONG
}
