// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cases;

import java.util.Locale;

/** What people found the case to be; kept per rule and version, it moves no case. */
public enum Verdict {
    /** There was such a trouble. */
    TRUE,
    /** There was none. */
    FALSE_ALARM,
    /** It was known from elsewhere. */
    DUPLICATE;

    /** As written in JSON: {@code true}, {@code false-alarm}, {@code duplicate}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Parses {@link #text()}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Verdict parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
