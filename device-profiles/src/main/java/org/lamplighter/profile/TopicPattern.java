// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import org.lamplighter.reading.DeviceId;

import java.util.Optional;

/**
 * A topic that fielded firmware publishes to: levels between {@code /}, of which {@code {device}}
 * stands for the device's own id and {@code +} for any one level.
 *
 * @param pattern 1 to 256 characters in at most 8 levels
 */
public record TopicPattern(String pattern) {
    /** The longest pattern, in characters. */
    public static final int MAX_LENGTH = 256;

    /** Stands in a pattern for the id of the device. */
    private static final String DEVICE = "{device}";

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
            boolean whole = level.equals("+") || level.equals(DEVICE);
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
            String expected = level.equals(DEVICE) ? device.value() : level;
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

    /**
     * The topic filter (MQTT 5 section 4.7) of a subscription to all that matches, of any device.
     */
    public String filter() {
        return pattern.replace(DEVICE, "+");
    }

    /** Whether a topic that matches names its device. */
    public boolean namesDevice() {
        return pattern.contains(DEVICE);
    }

    /**
     * What stands in {@code topic} where the pattern has the device, whether that can be an id or
     * not; empty if the topic does not match.
     */
    public Optional<String> findDevice(String topic) {
        String[] expected = pattern.split("/", -1);
        String[] levels = topic.split("/", -1);
        if (levels.length != expected.length) {
            return Optional.empty();
        }
        Optional<String> device = Optional.empty();
        for (int i = 0; i < levels.length; i++) {
            if (expected[i].equals(DEVICE)) {
                if (device.isPresent() && !device.get().equals(levels[i])) {
                    return Optional.empty();
                }
                device = Optional.of(levels[i]);
            } else if (!expected[i].equals("+") && !expected[i].equals(levels[i])) {
                return Optional.empty();
            }
        }
        return device;
    }

    private static int endOfLevel(String text, int from) {
        int slash = text.indexOf('/', from);
        return slash < 0 ? text.length() : slash;
    }
}
