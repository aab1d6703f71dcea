// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.cases;

import org.lamplighter.alarm.AlarmId;
import org.lamplighter.trouble.TroubleId;

/**
 * The identity of a case: a hash of the trouble that opened it, so that a transaction that is tried
 * again makes the same one.
 *
 * @param value 32 lower-case hexadecimal digits
 */
public record CaseId(String value) {
    /** The id of the case that {@code trouble} opens. */
    public static CaseId of(TroubleId trouble) {
        return new CaseId(AlarmId.hash("case\n" + trouble.value()));
    }

    @Override
    public String toString() {
        return value;
    }
}
