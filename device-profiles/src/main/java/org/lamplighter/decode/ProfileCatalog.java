// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import org.lamplighter.profile.DeviceProfile;
import org.lamplighter.profile.ShippedProfiles;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

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

    /** Decoders of shipped profiles, each compiled when a device first needs it. */
    private static final Map<String, Decoder> SHIPPED = new ConcurrentHashMap<>();

    /** One profile in force. Immutable. */
    public static final class Entry {
        private final long version;
        private final Supplier<Decoder> decoder;

        private Entry(long version, Supplier<Decoder> decoder) {
            this.version = version;
            this.decoder = decoder;
        }

        /** Its version, as the registry counts. */
        public long version() {
            return version;
        }

        /** Its decoder; that of a shipped profile is compiled when it is first asked for. */
        public Decoder decoder() {
            return decoder.get();
        }

        public DeviceProfile profile() {
            return decoder().profile();
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
        Decoder decoder = Decoder.of(profile);
        return with(version, profile.id(), () -> decoder);
    }

    /**
     * As {@link #with(long, DeviceProfile)}, for a profile that {@link ShippedProfiles} has: known
     * to be valid, it is compiled when a device first needs it, once for all catalogs.
     */
    public ProfileCatalog withShipped(long version, String id) {
        return with(
                version,
                id,
                () ->
                        SHIPPED.computeIfAbsent(
                                id, key -> Decoder.of(ShippedProfiles.require(key).profile())));
    }

    private ProfileCatalog with(long version, String id, Supplier<Decoder> decoder) {
        Entry held = entries.get(id);
        if (held == null ? entries.size() >= most : held.version() >= version) {
            return this;
        }
        Map<String, Entry> next = new HashMap<>(entries);
        next.put(id, new Entry(version, decoder));
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
