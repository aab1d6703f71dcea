// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

final class DataDirectoryTest {
    @TempDir Path folder;

    @Test
    void opensANewDirectoryAndOpensItAgain() {
        Path data = folder.resolve("a/b");

        DataDirectory.open(data).close();
        try (DataDirectory again = DataDirectory.open(data)) {
            assertThat(again.kafka()).isEqualTo(data.resolve("kafka"));
        }
    }

    @Test
    void refusesADirectoryThatAnotherOneHolds() {
        try (DataDirectory held = DataDirectory.open(folder)) {
            assertThatThrownBy(() -> DataDirectory.open(folder))
                    .isInstanceOf(StartupException.class)
                    .hasMessage(
                            "the data directory "
                                    + held.path()
                                    + " is in use by another Lamplighter; stop that one, or give"
                                    + " this one its own with --data DIR and --port-offset N");
        }
    }

    @Test
    void refusesADirectoryThatCannotBeWritten() throws Exception {
        // A file in the way fails for every user, root included, where permissions would not.
        Path file = Files.writeString(folder.resolve("file"), "in the way");

        assertThatThrownBy(() -> DataDirectory.open(file.resolve("data")))
                .isInstanceOf(StartupException.class)
                .hasMessage(
                        "the data directory "
                                + file.resolve("data")
                                + " cannot be written (FileSystemException); make it writable, or"
                                + " choose another with --data DIR");
    }

    @Test
    void refusesADirectoryOfAnotherFormat() throws Exception {
        DataDirectory.open(folder).close();
        Files.writeString(folder.resolve("format"), "x7");

        assertThatThrownBy(() -> DataDirectory.open(folder))
                .isInstanceOf(StartupException.class)
                .hasMessage(
                        "the data directory "
                                + folder
                                + " is corrupt: its file format says \"x7\" where this version"
                                + " reads \"1\"; restore the directory from a copy, or start with a"
                                + " new one by --data DIR");
    }

    @Test
    void refusesADirectoryThatHoldsOtherFiles() throws Exception {
        Files.writeString(folder.resolve("thesis.txt"), "not ours");

        assertThatThrownBy(() -> DataDirectory.open(folder))
                .isInstanceOf(StartupException.class)
                .hasMessage(
                        "the data directory "
                                + folder
                                + " is corrupt or not Lamplighter's: it holds files but not the"
                                + " file format; restore the directory from a copy, or start with a"
                                + " new one by --data DIR");
    }
}
