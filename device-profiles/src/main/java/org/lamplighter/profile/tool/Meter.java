// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.tool;

/** What {@code profile bench} measures with: the clock and the allocations of its own thread. */
public interface Meter {
    /** A time in nanoseconds, from any beginning. */
    long nanos();

    /** How many bytes this thread has allocated so far. */
    long allocatedBytes();
}
