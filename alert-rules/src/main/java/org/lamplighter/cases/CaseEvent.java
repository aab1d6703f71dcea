// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cases;

import java.time.Instant;

/**
 * Something that happened to a case. The desk tells it to dispatch systems as a CloudEvent, the
 * back-test as a line.
 *
 * @param type what happened
 * @param time when
 * @param subject the case as it was then
 */
public record CaseEvent(CaseEventType type, Instant time, Case subject) {
    /** The same for the same event, however often it is told: {@code <case id>-<sequence>}. */
    public String id() {
        return subject.id() + "-" + subject.sequence();
    }
}
