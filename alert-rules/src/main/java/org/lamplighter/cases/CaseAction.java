// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cases;

import java.util.Locale;

/** What a dispatch system says in a callback about a case. */
public enum CaseAction {
    ACCEPTED,
    HANDLED,
    REJECTED,
    CLOSED;

    /** As written in JSON: {@code accepted} and so on. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Parses {@link #text()}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static CaseAction parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
