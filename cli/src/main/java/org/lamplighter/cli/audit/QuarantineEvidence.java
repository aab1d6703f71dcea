// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.audit;

/**
 * What the quarantine counted of one partition of {@code frames}.
 *
 * @param partition the partition
 * @param taken frames that were ever put into it
 * @param fresh those of them that a replay decoded and that were never seen before
 * @param duplicates those that a replay decoded and that are copies
 * @param readings readings that replays archived
 */
record QuarantineEvidence(int partition, long taken, long fresh, long duplicates, long readings) {
    long decoded() {
        return fresh + duplicates;
    }
}
