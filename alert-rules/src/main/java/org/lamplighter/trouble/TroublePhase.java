// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.trouble;

import java.util.Locale;

/** How a trouble stands, from its member alarms alone. */
public enum TroublePhase {
    /** At least one member alarm is raised. */
    ACTIVE,
    /** All member alarms have cleared. */
    RECOVERED,
    /** All member alarms have been cleared for the kind's verify time, on log time. */
    CLEAR_VERIFIED,
    /** Every member alarm was withdrawn: late data showed that there was no trouble. */
    WITHDRAWN,
    /** The desk ended the episode; no later snapshot follows. */
    ENDED;

    /** As written in JSON: {@code active}, {@code clear-verified} and so on. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Parses {@link #text()}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static TroublePhase parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
