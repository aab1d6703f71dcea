// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cases;

import java.util.Locale;

/** What has happened to a case and stays true whatever its state. */
public enum CaseMark {
    /** A target took it. */
    DISPATCHED,
    /** Somebody accepted it, so it is never withdrawn behind their back. */
    ACCEPTED,
    /** Late data showed that there was no trouble, after it was accepted. */
    REFUTED;

    /** As written in JSON and in the database: {@code refuted} and so on. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Parses {@link #text()}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static CaseMark parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
