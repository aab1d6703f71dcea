// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.reading;

/**
 * The name of a measured quantity of a device, such as {@code tilt} or {@code ch4}.
 *
 * @param value 1 to 64 characters: a lower-case letter, then lower-case letters, digits and {@code
 *     _}
 */
public record PointName(String value) implements Comparable<PointName> {
    /** The longest name, in characters. */
    public static final int MAX_LENGTH = 64;

    public PointName {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "point name \""
                            + value
                            + "\" must be a lower-case letter followed by at most 63 lower-case"
                            + " letters, digits or _");
        }
    }

    /** Whether {@code text} can be a point name; never throws. */
    public static boolean isValid(String text) {
        int length = text.length();
        if (length == 0 || length > MAX_LENGTH || text.charAt(0) < 'a' || text.charAt(0) > 'z') {
            return false;
        }
        for (int i = 1; i < length; i++) {
            char c = text.charAt(i);
            if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int compareTo(PointName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
