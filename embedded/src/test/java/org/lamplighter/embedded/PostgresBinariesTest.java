// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

final class PostgresBinariesTest {
    private final String before = System.getProperty(PostgresBinaries.PLACE, "");

    @TempDir Path folder;

    @AfterEach
    void putBack() {
        System.setProperty(PostgresBinaries.PLACE, before);
    }

    @Test
    void areKeptByTheDataUnlessAPlaceIsNamed() throws Exception {
        System.clearProperty(PostgresBinaries.PLACE);

        assertThat(PostgresBinaries.of(folder)).isEqualTo(folder.resolve("binaries"));
    }

    @Test
    void saysThatThePlaceIsNoDirectory() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        System.setProperty(PostgresBinaries.PLACE, file.toString());

        Assertions.assertThatThrownBy(() -> PostgresBinaries.of(folder))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessage(
                        "PostgreSQL's programs cannot be unpacked to "
                                + file
                                + " (system property lamplighter.postgres.binaries):"
                                + " java.nio.file.FileAlreadyExistsException: "
                                + file
                                + "; name a directory of your own, or leave the property out");
    }
}
