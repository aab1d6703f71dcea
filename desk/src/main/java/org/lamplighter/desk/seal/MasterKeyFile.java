// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.seal;

import org.lamplighter.registry.MasterKey;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The file of the {@link MasterKey}, which the desk makes where there is none. */
public final class MasterKeyFile {
    private MasterKeyFile() {}

    /**
     * Reads the key file, or makes one that only its owner may read.
     *
     * @throws SecretFileException if it cannot be read or made, may be read by others, or holds no
     *     such key
     */
    public static MasterKey readOrCreate(Path file) {
        String hex = SecretFile.readOrCreate(file, "master key", MasterKeyFile::fresh);
        return MasterKey.parse(hex)
                .orElseThrow(
                        () ->
                                new SecretFileException(
                                        "the master key "
                                                + file
                                                + " must be 64 hexadecimal digits, but is "
                                                + hex.length()
                                                + " characters of something else; restore it from"
                                                + " a backup: without it, the sealed device keys"
                                                + " and webhook secrets are lost"));
    }

    private static String fresh() {
        byte[] key = new byte[MasterKey.LENGTH];
        new SecureRandom().nextBytes(key);
        return HexFormat.of().formatHex(key);
    }
}
