// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.intake;

/** What became of an append. */
public sealed interface AppendResult {
    /**
     * The log has it: it survives what the log survives.
     *
     * @param partition where
     * @param offset where in the partition
     */
    record Appended(int partition, long offset) implements AppendResult {}

    /**
     * The log did not confirm it in time, or cannot take it at the moment. It may still turn up in
     * the log later, as a copy of what the device sends again.
     *
     * @param why for people
     */
    record Unavailable(String why) implements AppendResult {}
}
