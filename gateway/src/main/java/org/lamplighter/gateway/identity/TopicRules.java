// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.identity;

import org.lamplighter.profile.TopicPattern;
import org.lamplighter.reading.DeviceId;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which topics a device may publish to: the built-in ones and those that its profile names. Any
 * thread reads; one thread, the feed's, writes.
 */
public final class TopicRules {
    /** How many profiles are known at most. Devices of further ones have the built-in topics. */
    public static final int MAX_PROFILES = 10_000;

    private static final Set<String> BUILT_IN = Set.of("v1/frames", "v1/devices/me/telemetry");

    private record Versioned(long version, List<TopicPattern> topics) {}

    private final int maxProfiles;
    private final Map<String, Versioned> byProfile = new ConcurrentHashMap<>();

    public TopicRules() {
        this(MAX_PROFILES);
    }

    TopicRules(int maxProfiles) {
        this.maxProfiles = maxProfiles;
    }

    /** How many profiles it knows at most. */
    int maxProfiles() {
        return maxProfiles;
    }

    /** Whether a device may publish to {@code topic}. */
    public boolean allow(Identity sender, String topic) {
        return BUILT_IN.contains(topic)
                || anyMatch(topicsOf(sender.profile()), topic, sender.device());
    }

    private List<TopicPattern> topicsOf(String profile) {
        Versioned known = byProfile.get(profile);
        return known == null ? List.of() : known.topics();
    }

    /** Puts a profile in its newest version; returns false if there is no room for one more. */
    boolean put(String profile, long version, List<TopicPattern> topics) {
        Versioned before = byProfile.get(profile);
        if (before == null && byProfile.size() >= maxProfiles) {
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

    private static boolean anyMatch(List<TopicPattern> patterns, String topic, DeviceId device) {
        for (TopicPattern pattern : patterns) {
            if (pattern.matches(topic, device)) {
                return true;
            }
        }
        return false;
    }
}
