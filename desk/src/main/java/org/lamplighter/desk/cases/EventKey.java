// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.cases;

/**
 * Which event of which case.
 *
 * @param caseId the case
 * @param sequence 1, 2, … in the case
 */
public record EventKey(CaseId caseId, long sequence) {
    /** The event's CloudEvents id and {@code webhook-id}: the same for ever. */
    public String id() {
        return caseId.value() + "-" + sequence;
    }
}
