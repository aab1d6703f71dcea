// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.alarm;

/**
 * The kind of case a rule's alarms lead to, such as {@code cover-unsafe}.
 *
 * @param value lower-case letters, digits and {@code -}, 1 to 64 characters, a letter first
 */
public record CaseKind(String value) implements Comparable<CaseKind> {
    public CaseKind {
        if (!value.matches("[a-z][a-z0-9-]{0,63}")) {
            throw new IllegalArgumentException(
                    "case kind \""
                            + value
                            + "\" must be a lower-case letter followed by at most 63 lower-case"
                            + " letters, digits or -");
        }
    }

    @Override
    public int compareTo(CaseKind other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
