// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cases;

import java.util.Locale;

/** What a case event announces. */
public enum CaseEventType {
    OPENED,
    UPDATED,
    DISPATCHED,
    ACCEPTED,
    HANDLED,
    RECOVERED,
    VERIFIED,
    VERIFICATION_FAILED,
    CLOSED,
    REJECTED,
    REOPENED,
    ABSORBED,
    WITHDRAWN;

    private static final String PREFIX = "org.lamplighter.case.";

    /** The last word of the CloudEvents type: {@code verification-failed} and so on. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The CloudEvents type: {@code org.lamplighter.case.opened} and so on. */
    public String type() {
        return PREFIX + text();
    }

    /**
     * Parses {@link #type()}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static CaseEventType parse(String type) {
        for (CaseEventType each : values()) {
            if (each.type().equals(type)) {
                return each;
            }
        }
        throw new IllegalArgumentException("\"" + type + "\" is no type of case event");
    }
}
