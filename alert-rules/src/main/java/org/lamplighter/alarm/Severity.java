// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.alarm;

import java.util.Locale;

/** How bad, rising. */
public enum Severity {
    MINOR,
    MAJOR,
    CRITICAL;

    /** As written in YAML and JSON: {@code minor}, {@code major}, {@code critical}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Parses {@link #text()}.
     *
     * @throws IllegalArgumentException if it is none of the three
     */
    public static Severity parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
