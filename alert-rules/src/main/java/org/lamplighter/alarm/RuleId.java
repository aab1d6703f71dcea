// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.alarm;

/**
 * The name of a rule, such as {@code cover-displaced}.
 *
 * @param value lower-case letters, digits and {@code -}, 1 to 64 characters, a letter first
 */
public record RuleId(String value) implements Comparable<RuleId> {
    public RuleId {
        if (!value.matches("[a-z][a-z0-9-]{0,63}")) {
            throw new IllegalArgumentException(
                    "rule id \""
                            + value
                            + "\" must be a lower-case letter followed by at most 63 lower-case"
                            + " letters, digits or -");
        }
    }

    @Override
    public int compareTo(RuleId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
