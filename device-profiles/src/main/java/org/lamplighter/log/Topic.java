// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.log;

import java.util.Map;

/**
 * The topics that the parts share. A prefix is put before each name by configuration, and is empty
 * by default.
 */
public enum Topic {
    /** Frames keyed by device, ticks and changes, in the order that everything depends on. */
    FRAMES(
            "frames",
            Cleanup.DELETE,
            Map.of("message.timestamp.type", "LogAppendTime", "retention.ms", "604800000")),
    /** Decoded readings, keyed by device. */
    READINGS("readings", Cleanup.DELETE, Map.of("retention.ms", "604800000")),
    /** Frames that could not be decoded, with the reason, keyed by device. */
    QUARANTINE("quarantine", Cleanup.DELETE, Map.of("retention.ms", "2592000000")),
    /** Alarm snapshots, keyed by device. */
    ALARMS("alarms", Cleanup.DELETE, Map.of("retention.ms", "2592000000")),
    /** Trouble snapshots, keyed by kind and scope. */
    TROUBLES("troubles", Cleanup.DELETE, Map.of("retention.ms", "2592000000")),
    /** The registry's devices, keyed by device. */
    DEVICES("devices", Cleanup.COMPACT, Map.of()),
    /** The registry's profiles, keyed by profile id. */
    PROFILES("profiles", Cleanup.COMPACT, Map.of()),
    /** The registry's rule packs with their overrides, keyed by pack. */
    RULES("rules", Cleanup.COMPACT, Map.of()),
    /** Mutes in force, keyed by mute id. */
    MUTES("mutes", Cleanup.COMPACT, Map.of()),
    /** What the desk decided about a trouble, keyed by kind and scope. */
    CASE_DECISIONS("case-decisions", Cleanup.COMPACT, Map.of()),
    /** The detection job's accounts, one per lane. */
    ACCOUNTS("accounts", Cleanup.COMPACT, Map.of());

    /** What the broker does with old records. */
    public enum Cleanup {
        DELETE,
        COMPACT
    }

    private final String baseName;
    private final Cleanup cleanup;

    // Made by Map.of only, which cannot be modified.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Map<String, String> settings;

    Topic(String baseName, Cleanup cleanup, Map<String, String> settings) {
        this.baseName = baseName;
        this.cleanup = cleanup;
        this.settings = settings;
    }

    /** The topic's name under a prefix. */
    public String name(String prefix) {
        return prefix + baseName;
    }

    public Cleanup cleanup() {
        return cleanup;
    }

    /**
     * How many partitions it has when {@code frames} has {@code framePartitions}: what is keyed by
     * device has as many as {@code frames}, so that a device's records stay in one order; the
     * registry's feed has one, so that its order is the order of commits.
     */
    public int partitions(int framePartitions) {
        return switch (this) {
            case FRAMES, READINGS, QUARANTINE, ALARMS, TROUBLES, CASE_DECISIONS -> framePartitions;
            case DEVICES, PROFILES, RULES, MUTES, ACCOUNTS -> 1;
        };
    }

    /** The broker's topic settings besides {@code cleanup.policy}. */
    public Map<String, String> settings() {
        return settings;
    }
}
