// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.identity;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which topics the devices of each profile may publish to. Any thread reads; the feed writes. */
public final class TopicRules {
    /** How many profiles are known at most. Further ones have the built-in topics only. */
    public static final int MAX_PROFILES = 10_000;

    private record Versioned(long version, List<TopicPattern> topics) {}

    private final Map<String, Versioned> byProfile = new ConcurrentHashMap<>();

    /** Whether a device may publish to {@code topic}. */
    public boolean allow(Identity sender, String topic) {
        String device = sender.device().value();
        return anyMatch(TopicPattern.BUILT_IN, topic, device)
                || anyMatch(topicsOf(sender.profile()), topic, device);
    }

    private List<TopicPattern> topicsOf(String profile) {
        Versioned known = byProfile.get(profile);
        return known == null ? List.of() : known.topics();
    }

    /** Puts a profile in its newest version; returns false if there is no room for one more. */
    boolean put(String profile, long version, List<TopicPattern> topics) {
        Versioned before = byProfile.get(profile);
        if (before == null && byProfile.size() >= MAX_PROFILES) {
            return false;
        }
        if (before == null || before.version() <= version) {
            byProfile.put(profile, new Versioned(version, List.copyOf(topics)));
        }
        return true;
    }

    void remove(String profile) {
        byProfile.remove(profile);
    }

    private static boolean anyMatch(List<TopicPattern> patterns, String topic, String device) {
        for (TopicPattern pattern : patterns) {
            if (pattern.matches(topic, device)) {
                return true;
            }
        }
        return false;
    }
}
