// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.layout;

import org.lamplighter.reading.PointName;

/** Which point. */
public sealed interface PointRef {
    record One(PointName name) implements PointRef {}

    /** One of several whose names differ in a number, which was read before. */
    record Numbered(String prefix, String register, String suffix) implements PointRef {
        /** The number in a point's name, if it is one of these; else -1. */
        public int numberOf(PointName name) {
            String text = name.value();
            int end = text.length() - suffix.length();
            boolean fits =
                    end > prefix.length()
                            && end - prefix.length() <= 4
                            && text.startsWith(prefix)
                            && text.endsWith(suffix);
            int number = 0;
            for (int i = prefix.length(); fits && i < end; i++) {
                char digit = text.charAt(i);
                fits = digit >= '0' && digit <= '9';
                number = 10 * number + digit - '0';
            }
            boolean plain = fits && (text.charAt(prefix.length()) != '0' || number == 0);
            return plain ? number : -1;
        }
    }
}
