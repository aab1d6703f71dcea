// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import org.lamplighter.profile.DeviceProfile;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The profiles in force at one place in the log, each with its version and decoder. Immutable: a
 * change gives another catalog.
 */
public final class ProfileCatalog {
    /** The most profiles of a catalog; one more changes nothing. */
    public static final int MAX_PROFILES = 10_000;

    private static final ProfileCatalog EMPTY = upTo(MAX_PROFILES);

    private final Map<String, Entry> entries;
    private final int most;

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

    private ProfileCatalog(Map<String, Entry> entries, int most) {
        this.entries = entries;
        this.most = most;
    }

    /** An empty catalog with a bound of its own. */
    public static ProfileCatalog upTo(int most) {
        return new ProfileCatalog(Map.of(), most);
    }

    public static ProfileCatalog empty() {
        return EMPTY;
    }

    /** How many profiles it takes. */
    public int most() {
        return most;
    }

    /**
     * This catalog with a profile; unchanged if it holds that version or a newer one already, or if
     * it is full and the profile is another.
     */
    public ProfileCatalog with(long version, DeviceProfile profile) {
        Entry held = entries.get(profile.id());
        if (held == null ? entries.size() >= most : held.version() >= version) {
            return this;
        }
        Map<String, Entry> next = new HashMap<>(entries);
        next.put(profile.id(), new Entry(version, Decoder.of(profile)));
        return new ProfileCatalog(Map.copyOf(next), most);
    }

    /** This catalog without a profile; unchanged if it holds a newer version. */
    public ProfileCatalog without(long version, String id) {
        Entry held = entries.get(id);
        if (held == null || held.version() >= version) {
            return this;
        }
        Map<String, Entry> next = new HashMap<>(entries);
        next.remove(id);
        return new ProfileCatalog(Map.copyOf(next), most);
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
