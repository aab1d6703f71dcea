// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.trouble;

import org.lamplighter.alarm.AlarmId;
import org.lamplighter.alarm.CaseKind;

/**
 * The identity of a trouble: a hash of its kind, its scope and the alarm that began it, kept in
 * state from then on.
 *
 * @param value 32 lower-case hexadecimal digits
 */
public record TroubleId(String value) {
    /** The id of the trouble that {@code first} began. */
    public static TroubleId of(CaseKind kind, Scope scope, AlarmId first) {
        return of(kind, scope, first, 0);
    }

    /**
     * The id of the {@code nth} (from 0) trouble that {@code first} began: an alarm that was
     * withdrawn and then turned out to be one after all begins a second trouble if the desk has
     * ended the first.
     */
    public static TroubleId of(CaseKind kind, Scope scope, AlarmId first, int nth) {
        String text = kind.value() + '\n' + scope.text() + '\n' + first.value();
        return new TroubleId(AlarmId.hash(nth == 0 ? text : text + '\n' + nth));
    }

    @Override
    public String toString() {
        return value;
    }
}
