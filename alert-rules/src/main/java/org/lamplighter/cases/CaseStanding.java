// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cases;

import org.lamplighter.trouble.TroublePhase;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * All of a case that decides what may happen to it next.
 *
 * @param state where the work stands
 * @param sensors how its trouble stood when last heard of
 * @param marks what has happened to it
 */
public record CaseStanding(CaseState state, TroublePhase sensors, Set<CaseMark> marks) {
    public CaseStanding {
        marks = marks.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(marks));
    }

    public boolean has(CaseMark mark) {
        return marks.contains(mark);
    }

    CaseStanding in(CaseState next) {
        return new CaseStanding(next, sensors, marks);
    }

    CaseStanding sensing(TroublePhase phase) {
        return new CaseStanding(state, phase, marks);
    }

    CaseStanding with(CaseMark mark) {
        EnumSet<CaseMark> more = EnumSet.of(mark);
        more.addAll(marks);
        return new CaseStanding(state, sensors, more);
    }

    CaseStanding without(CaseMark mark) {
        EnumSet<CaseMark> fewer = EnumSet.noneOf(CaseMark.class);
        fewer.addAll(marks);
        fewer.remove(mark);
        return new CaseStanding(state, sensors, fewer);
    }
}
