// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The profiles that come with the program, as resources. */
public final class ShippedProfiles {
    private static final List<String> IDS =
            List.of(
                    "dingtek-dc410",
                    "generic-light-cabinet",
                    "generic-manhole-cover",
                    "generic-parking-bay",
                    "generic-streetlight");

    private ShippedProfiles() {}

    /**
     * A profile that comes with the program.
     *
     * @param id its id
     * @param yaml its text
     */
    public record Shipped(String id, String yaml) {
        /** The name of its file. */
        public String fileName() {
            return id + ".profile.yaml";
        }

        /** The profile; that it is valid is a test of the build. */
        public DeviceProfile profile() {
            return switch (ProfileParser.parse(fileName(), yaml)) {
                case ParsedProfile.Valid valid -> valid.profile();
                case ParsedProfile.Faulty faulty ->
                        throw new IllegalStateException(
                                "a shipped profile is faulty: " + faulty.issues().getFirst());
            };
        }
    }

    /** All of them, by id. */
    public static List<Shipped> all() {
        return IDS.stream().map(ShippedProfiles::require).toList();
    }

    /**
     * The one of an id.
     *
     * @throws IllegalArgumentException if none of that id is shipped
     */
    public static Shipped require(String id) {
        return findText(id)
                .map(text -> new Shipped(id, text))
                .orElseThrow(
                        () -> new IllegalArgumentException("no profile \"" + id + "\" is shipped"));
    }

    /** Their ids. */
    static List<String> ids() {
        return IDS;
    }

    /** The text of the one of an id. */
    static Optional<String> findText(String id) {
        if (!IDS.contains(id)) {
            return Optional.empty();
        }
        String name = "/org/lamplighter/packs/" + id + ".profile.yaml";
        try (InputStream in = ShippedProfiles.class.getResourceAsStream(name)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
