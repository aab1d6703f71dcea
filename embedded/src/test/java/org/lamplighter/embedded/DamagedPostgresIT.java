// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.embedded;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;

/** What a start says of a directory that is not as it was left. */
final class DamagedPostgresIT {
    @TempDir Path directory;

    @Test
    void saysInOneSentenceThatItsDirectoryIsCorrupt() throws Exception {
        EmbeddedPostgres.start(directory, 0).close();
        Path control = directory.resolve("data/global/pg_control");
        Files.write(control, new byte[100]);

        Assertions.assertThatThrownBy(() -> EmbeddedPostgres.start(directory, 0))
                .hasMessage(
                        "PostgreSQL's directory "
                                + directory
                                + " is corrupt: global/pg_control has 100 bytes where it must have"
                                + " 8192; restore it from a copy or move the directory away and"
                                + " start again");

        Files.delete(directory.resolve("data/PG_VERSION"));
        Assertions.assertThatThrownBy(() -> EmbeddedPostgres.start(directory, 0))
                .hasMessage(
                        "PostgreSQL's directory "
                                + directory
                                + " is corrupt: PG_VERSION is missing beside its data; restore it"
                                + " from a copy or move the directory away and start again");
    }

    @Test
    void saysInOneSentenceThatItsPasswordIsGone() throws Exception {
        EmbeddedPostgres.start(directory, 0).close();
        Files.delete(directory.resolve("password"));

        Assertions.assertThatThrownBy(() -> EmbeddedPostgres.start(directory, 0))
                .hasMessage(
                        "PostgreSQL's directory "
                                + directory
                                + " is corrupt: the file password is missing, without which nobody"
                                + " gets in; restore it from a copy or move the directory away and"
                                + " start again");
    }

    @Test
    void beginsAnewAfterAFirstStartThatWasCutShort() throws Exception {
        Files.createDirectories(directory.resolve("data/global"));
        Files.writeString(directory.resolve("data/postgresql.conf"), "# half a cluster");

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, 0)) {
            execute(postgres, "create table kept(n int)");
        }
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws Exception {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
