// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import org.lamplighter.profile.DeviceProfile;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The profiles in force at one place in the log, each with its version and decoder. Immutable: a
 * change gives another catalog. Its size is bounded by the registry's.
 */
public final class ProfileCatalog {
    private static final ProfileCatalog EMPTY = new ProfileCatalog(Map.of());

    private final Map<String, Entry> entries;

    /**
     * One profile in force.
     *
     * @param version its version, as the registry counts
     * @param decoder its decoder, which tells the profile
     */
    public record Entry(long version, Decoder decoder) {
        public DeviceProfile profile() {
            return decoder.profile();
        }
    }

    private ProfileCatalog(Map<String, Entry> entries) {
        this.entries = entries;
    }

    public static ProfileCatalog empty() {
        return EMPTY;
    }

    /** This catalog with a profile; unchanged if it holds that version or a newer one already. */
    public ProfileCatalog with(long version, DeviceProfile profile) {
        Entry held = entries.get(profile.id());
        if (held != null && held.version() >= version) {
            return this;
        }
        Map<String, Entry> next = new HashMap<>(entries);
        next.put(profile.id(), new Entry(version, Decoder.of(profile)));
        return new ProfileCatalog(Map.copyOf(next));
    }

    /** This catalog without a profile; unchanged if it holds a newer version. */
    public ProfileCatalog without(long version, String id) {
        Entry held = entries.get(id);
        if (held == null || held.version() >= version) {
            return this;
        }
        Map<String, Entry> next = new HashMap<>(entries);
        next.remove(id);
        return new ProfileCatalog(Map.copyOf(next));
    }

    /** The profile of an id. */
    public Optional<Entry> find(String id) {
        return Optional.ofNullable(entries.get(id));
    }

    /** All profiles in force, by id. */
    public Map<String, Entry> entries() {
        return entries;
    }
}
