// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.cluster;

/**
 * What a partition has.
 *
 * @param beginning the offset of its first record, or of the one that will be
 * @param end the offset that its next record gets
 */
record LogExtent(long beginning, long end) {
    /** Of a partition that does not exist. */
    static final LogExtent NONE = new LogExtent(0, 0);
}
