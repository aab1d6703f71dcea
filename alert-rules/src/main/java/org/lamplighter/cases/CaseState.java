// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cases;

import java.util.Locale;

/**
 * Where the city's work on a case stands. Four of them end it; in all others it is open, and there
 * is at most one open case of a kind and scope. {@link CaseLifeCycle} is the one place that moves a
 * case from one to another.
 */
public enum CaseState {
    /** Known to the desk, taken by no target yet. */
    OPENED,
    /** Taken by a target: its first 2xx answer. */
    DISPATCHED,
    /** Somebody said that they will see to it. */
    ACCEPTED,
    /** Somebody said that it is done; the sensors have cleared but not yet for the verify time. */
    HANDLED,
    /** Done, and the sensors agree. */
    VERIFIED,
    /** The alarms cleared by themselves before anybody accepted it. */
    RECOVERED,
    /** Open again: its alarms are raised although it was recovered, handled or verified. */
    REOPENED,
    /** Ended as done. */
    CLOSED,
    /** Ended as not worth the work: a false alarm or a duplicate. */
    REJECTED,
    /** Ended because late data showed that there was no trouble, before anybody accepted it. */
    WITHDRAWN,
    /** Ended because a case on the area covers it. */
    ABSORBED;

    /**
     * Whether it counts for "one open case": every state but closed, rejected, withdrawn and
     * absorbed.
     */
    public boolean isOpen() {
        return switch (this) {
            case OPENED, DISPATCHED, ACCEPTED, HANDLED, VERIFIED, RECOVERED, REOPENED -> true;
            case CLOSED, REJECTED, WITHDRAWN, ABSORBED -> false;
        };
    }

    /** As written in JSON, in the database and in {@code ?state=}: {@code opened} and so on. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Parses {@link #text()}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static CaseState parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
