// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway;

import org.lamplighter.registry.MasterKey;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * The file of the desk's {@link MasterKey}. The gateway never makes one: another key than the
 * desk's opens nothing.
 */
final class MasterKeyFile {
    /** The longest file that is read, in bytes; a key has 65. */
    static final int MAX_LENGTH = 256;

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private MasterKeyFile() {}

    /**
     * Reads it.
     *
     * @throws IOException if it cannot be read, may be read by others, or holds no key; the message
     *     says what to do
     */
    static MasterKey read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(
                    "the master key "
                            + file
                            + " is not there, without which no device is known by DTLS; copy the"
                            + " desk's master.key there with mode 0600, or switch CoAP off");
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (!OWNER_ONLY.containsAll(permissions)) {
            throw new IOException(
                    "the master key "
                            + file
                            + " must be readable by its owner only, but its mode is "
                            + PosixFilePermissions.toString(permissions)
                            + "; run: chmod 600 "
                            + file);
        }
        try (InputStream in = Files.newInputStream(file)) {
            String hex = new String(in.readNBytes(MAX_LENGTH), StandardCharsets.UTF_8).strip();
            return MasterKey.parse(hex)
                    .orElseThrow(
                            () ->
                                    new IOException(
                                            "the master key "
                                                    + file
                                                    + " must be 64 hexadecimal digits, but is "
                                                    + hex.length()
                                                    + " characters of something else; copy the"
                                                    + " desk's master.key there"));
        }
    }
}
