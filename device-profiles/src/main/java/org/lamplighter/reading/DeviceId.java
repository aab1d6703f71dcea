// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.reading;

/**
 * The name a device is registered under; the key of everything that is kept about it.
 *
 * @param value 1 to 128 characters: letters, digits and {@code . _ : -}
 */
public record DeviceId(String value) implements Comparable<DeviceId> {
    /** The longest id, in characters. */
    public static final int MAX_LENGTH = 128;

    public DeviceId {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "device id \""
                            + abbreviate(value)
                            + "\" is not 1 to 128 characters of letters, digits and . _ : - ;"
                            + " choose such an id");
        }
    }

    /** Whether {@code text} can be a device id; never throws. */
    public static boolean isValid(String text) {
        int length = text.length();
        if (length == 0 || length > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            boolean allowed =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '.'
                            || c == '_'
                            || c == ':'
                            || c == '-';
            if (!allowed) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int compareTo(DeviceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static String abbreviate(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
