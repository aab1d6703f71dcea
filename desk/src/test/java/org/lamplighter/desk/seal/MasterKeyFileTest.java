// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.registry.MasterKey;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;

class MasterKeyFileTest {
    private static final byte[] SECRET = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);

    @TempDir Path directory;

    @Test
    void opensWhatItSealedAlsoAfterItWasReadAgain() {
        Path file = directory.resolve("new/master.key");
        String sealed = MasterKeyFile.readOrCreate(file).seal("psk:C-1", SECRET);
        assertThat(MasterKeyFile.readOrCreate(file).open("psk:C-1", sealed)).isEqualTo(SECRET);
    }

    @Test
    void sealsTheSameSecretDifferentlyEachTime() {
        MasterKey key = MasterKeyFile.readOrCreate(directory.resolve("master.key"));
        assertThat(key.seal("psk:C-1", SECRET)).isNotEqualTo(key.seal("psk:C-1", SECRET));
    }

    @Test
    void makesAFileThatOnlyItsOwnerMayRead() throws Exception {
        Path file = directory.resolve("master.key");
        MasterKeyFile.readOrCreate(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).matches("[0-9a-f]{64}\n");
    }

    @Test
    void doesNotOpenForAnotherPurposeOrWhatWasChanged() {
        MasterKey key = MasterKeyFile.readOrCreate(directory.resolve("master.key"));
        String sealed = key.seal("psk:C-1", SECRET);
        byte[] bytes = Base64.getDecoder().decode(sealed);
        bytes[bytes.length - 1] ^= 1;
        String message =
                "the sealed secret of %s does not open: it was sealed under another master key, for"
                        + " another purpose, or was changed; restore the master.key it was sealed"
                        + " under, or give a new secret";
        assertThatThrownBy(() -> key.open("psk:C-2", sealed))
                .hasMessage(message.formatted("psk:C-2"));
        assertThatThrownBy(() -> key.open("psk:C-1", Base64.getEncoder().encodeToString(bytes)))
                .hasMessage(message.formatted("psk:C-1"));
        assertThatThrownBy(() -> key.open("psk:C-1", "AAAA"))
                .hasMessage("the sealed secret of psk:C-1 has no known format");
    }

    @Test
    void refusesAFileThatOthersMayRead() throws Exception {
        Path file = directory.resolve("master.key");
        MasterKeyFile.readOrCreate(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> MasterKeyFile.readOrCreate(file))
                .hasMessage(
                        "the master key "
                                + file
                                + " must be readable by its owner only, but its mode is rw-r--r--;"
                                + " run: chmod 600 "
                                + file);
    }

    @Test
    void refusesAFileThatHoldsNoKeyWithoutRepeatingIt() throws Exception {
        Path file = directory.resolve("master.key");
        MasterKeyFile.readOrCreate(file);
        Files.writeString(file, "not a key");
        assertThatThrownBy(() -> MasterKeyFile.readOrCreate(file))
                .hasMessage(
                        "the master key "
                                + file
                                + " must be 64 hexadecimal digits, but is 9 characters of something"
                                + " else; restore it from a backup: without it, the sealed device"
                                + " keys and webhook secrets are lost");
    }

    @Test
    void saysThatADirectoryCannotBeWritten() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "").resolve("master.key");
        assertThatThrownBy(() -> MasterKeyFile.readOrCreate(file))
                .hasMessageStartingWith("the master key " + file + " cannot be read or made: ")
                .hasMessageEndingWith(
                        "; check that the directory exists, may be written to and is on a file"
                                + " system with hard links");
    }
}
