// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.identity;

import java.util.List;

/**
 * A topic that frames are taken on: levels divided by {@code /}, where {@code +} stands for any one
 * level and {@code {device}} for the sender's own id. Matching is iterative and takes time in
 * proportion to the topic.
 *
 * @param levels what each level must be, at most {@value #MAX_LEVELS}
 */
public record TopicPattern(List<String> levels) {
    /** The deepest topic, in levels. */
    public static final int MAX_LEVELS = 8;

    /** The topics that every device may publish to. */
    public static final List<TopicPattern> BUILT_IN =
            List.of(parse("v1/frames"), parse("v1/devices/me/telemetry"));

    public TopicPattern {
        levels = List.copyOf(levels);
        if (levels.size() > MAX_LEVELS) {
            throw new IllegalArgumentException(
                    "a topic has at most " + MAX_LEVELS + " levels, not " + levels.size());
        }
    }

    /**
     * Parses a pattern such as {@code up/{device}/+}.
     *
     * @throws IllegalArgumentException if it is too deep
     */
    public static TopicPattern parse(String pattern) {
        return new TopicPattern(List.of(pattern.split("/", -1)));
    }

    /** Whether a device may publish to {@code topic} by this pattern. */
    public boolean matches(String topic, String device) {
        int start = 0;
        for (int i = 0; i < levels.size(); i++) {
            int slash = topic.indexOf('/', start);
            boolean last = i == levels.size() - 1;
            if (last != slash < 0) {
                return false;
            }
            int end = last ? topic.length() : slash;
            String level = levels.get(i);
            String wanted = level.equals("{device}") ? device : level;
            boolean fits =
                    level.equals("+")
                            || (end - start == wanted.length() && topic.startsWith(wanted, start));
            if (!fits) {
                return false;
            }
            start = end + 1;
        }
        return true;
    }
}
