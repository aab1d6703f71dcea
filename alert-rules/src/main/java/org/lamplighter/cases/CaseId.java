// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cases;

import org.lamplighter.alarm.AlarmId;
import org.lamplighter.trouble.TroubleId;

/**
 * The identity of a case: a hash of the trouble that opened it. A trouble opens at most one case,
 * so whoever opens it again after a failure gives it the same id.
 *
 * @param value 32 lower-case hexadecimal digits
 */
public record CaseId(String value) implements Comparable<CaseId> {
    /** The id of the case that {@code trouble} opens. */
    public static CaseId of(TroubleId trouble) {
        return new CaseId(AlarmId.hash("case\n" + trouble.value()));
    }

    @Override
    public int compareTo(CaseId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
