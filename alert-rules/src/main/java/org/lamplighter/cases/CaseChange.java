// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cases;

import java.util.ArrayList;
import java.util.List;

/**
 * A case after a step, with what to announce.
 *
 * @param next the case as it is then
 * @param transition what the life cycle said of the last step
 * @param events the events to send, in their order, each with its own sequence
 */
public record CaseChange(Case next, Transition transition, List<CaseEvent> events) {
    public CaseChange {
        events = List.copyOf(events);
    }

    CaseChange then(CaseChange later) {
        List<CaseEvent> all = new ArrayList<>(events);
        all.addAll(later.events);
        return new CaseChange(later.next, later.transition, all);
    }
}
