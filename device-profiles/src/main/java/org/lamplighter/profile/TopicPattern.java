// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import org.lamplighter.reading.DeviceId;

/**
 * A topic that fielded firmware publishes to: levels between {@code /}, of which {@code {device}}
 * stands for the device's own id and {@code +} for any one level.
 *
 * @param pattern 1 to 256 characters in at most 8 levels
 */
public record TopicPattern(String pattern) {
    /** The longest pattern, in characters. */
    public static final int MAX_LENGTH = 256;

    /** The most levels. */
    public static final int MAX_LEVELS = 8;

    public TopicPattern {
        if (!isValid(pattern)) {
            throw new IllegalArgumentException(
                    "topic pattern \""
                            + pattern
                            + "\" is not 1 to 256 characters in at most 8 levels without # and"
                            + " control characters, with + and {device} only as whole levels");
        }
    }

    /** Whether {@code text} can be a pattern; never throws. */
    public static boolean isValid(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return false;
        }
        String[] levels = text.split("/", -1);
        if (levels.length > MAX_LEVELS) {
            return false;
        }
        for (String level : levels) {
            boolean whole = level.equals("+") || level.equals("{device}");
            if (!whole && level.chars().anyMatch(c -> c < ' ' || "#+{}".indexOf(c) >= 0)) {
                return false;
            }
        }
        return true;
    }

    /** Whether {@code device} may publish to {@code topic} by this pattern. */
    public boolean matches(String topic, DeviceId device) {
        int at = 0;
        int from = 0;
        while (true) {
            int patternEnd = endOfLevel(pattern, at);
            int topicEnd = endOfLevel(topic, from);
            String level = pattern.substring(at, patternEnd);
            String expected = level.equals("{device}") ? device.value() : level;
            boolean same =
                    level.equals("+")
                            || (expected.length() == topicEnd - from
                                    && topic.startsWith(expected, from));
            if (!same || (patternEnd == pattern.length()) != (topicEnd == topic.length())) {
                return false;
            }
            if (patternEnd == pattern.length()) {
                return true;
            }
            at = patternEnd + 1;
            from = topicEnd + 1;
        }
    }

    private static int endOfLevel(String text, int from) {
        int slash = text.indexOf('/', from);
        return slash < 0 ? text.length() : slash;
    }
}
