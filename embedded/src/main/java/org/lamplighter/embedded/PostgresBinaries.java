// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Where the server's programs are unpacked. That takes three seconds of a processor, so whoever
 * starts servers on one directory after another names one place for them all.
 */
final class PostgresBinaries {
    /** The system property with that place; without it each server has its programs by its data. */
    static final String PLACE = "lamplighter.postgres.binaries";

    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");

    private PostgresBinaries() {}

    /**
     * The directory to unpack to, made if it is not there.
     *
     * @param home the server's own directory
     * @throws EmbeddedServerException if the place that was named cannot be used
     */
    static Path of(Path home) throws IOException {
        String named = System.getProperty(PLACE);
        if (named == null) {
            return home.resolve("binaries");
        }
        Path place = Path.of(named).toAbsolutePath().normalize();
        try {
            // The library lets everybody write to the directory that it is given: it is put into
            // one that nobody else can reach, for what lies there is run.
            Files.createDirectories(place);
            Files.setPosixFilePermissions(place, OWNER_ONLY);
        } catch (IOException | UnsupportedOperationException e) {
            throw new EmbeddedServerException(
                    "PostgreSQL's programs cannot be unpacked to "
                            + place
                            + " (system property "
                            + PLACE
                            + "): "
                            + e
                            + "; name a directory of your own, or leave the property out",
                    e);
        }
        return place.resolve("unpacked");
    }
}
