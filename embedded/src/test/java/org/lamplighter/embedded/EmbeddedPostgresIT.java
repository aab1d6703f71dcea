// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

final class EmbeddedPostgresIT {
    @TempDir Path directory;

    @Test
    void takesSixtyConnectionsAndNotOneMore() throws Exception {
        List<Connection> taken = new ArrayList<>();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, 0)) {
            for (int i = 0; i < 60; i++) {
                taken.add(postgres.connect());
            }

            Assertions.assertThatThrownBy(postgres::connect)
                    .hasMessage("FATAL: sorry, too many clients already");
            for (Connection each : taken) {
                each.close();
            }
        }
    }

    @Test
    void isDurableAsksForAPasswordAndKeepsRowsOverAStopAndAStart() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, 0)) {
            assertThat(postgres.show("fsync")).isEqualTo("on");
            assertThat(postgres.show("synchronous_commit")).isEqualTo("on");
            assertThat(Files.getPosixFilePermissions(directory.resolve("password")))
                    .hasToString("[OWNER_READ, OWNER_WRITE]");
            Assertions.assertThatThrownBy(
                            () ->
                                    DriverManager.getConnection(
                                                    postgres.jdbcUrl(), "postgres", "wrong")
                                            .close())
                    .hasMessageContaining("password authentication failed");
            execute(postgres, "create table kept(n int)");
            execute(postgres, "insert into kept values (1)");
        }

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, 0)) {
            assertThat(count(postgres)).isEqualTo(1);
        }
    }

    @Test
    void runsProgramsUnpackedOnceForAllServersWhereNobodyElseCanPutOthers() throws Exception {
        Path place = Path.of(System.getProperty(PostgresBinaries.PLACE));

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, 0)) {
            assertThat(postgres.show("server_version")).startsWith("18.");
        }

        assertThat(directory.resolve("binaries")).doesNotExist();
        assertThat(place.resolve("unpacked")).isNotEmptyDirectory();
        assertThat(Files.getPosixFilePermissions(place))
                .containsExactlyInAnyOrder(
                        PosixFilePermission.OWNER_READ,
                        PosixFilePermission.OWNER_WRITE,
                        PosixFilePermission.OWNER_EXECUTE);
    }

    @Test
    void takesItsDirectoryBackFromTheOrphanOfAKilledParent() throws Exception {
        Process parent =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-D"
                                        + PostgresBinaries.PLACE
                                        + "="
                                        + System.getProperty(PostgresBinaries.PLACE),
                                KilledParent.class.getName(),
                                directory.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        int orphanPort;
        try (var out = parent.inputReader()) {
            orphanPort = Integer.parseInt(out.readLine());
        } finally {
            parent.destroyForcibly().waitFor();
        }

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, 0)) {
            assertThat(postgres.port()).isNotEqualTo(orphanPort);
            assertThat(count(postgres)).isEqualTo(1);
        }
    }

    /** Starts a server, writes a row, says its port and waits to be killed. */
    static final class KilledParent {
        public static void main(String[] arguments) throws Exception {
            EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(arguments[0]), 0);
            execute(postgres, "create table kept(n int)");
            execute(postgres, "insert into kept values (1)");
            System.out.println(postgres.port());
            System.out.flush();
            new java.util.concurrent.CountDownLatch(1).await();
        }
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws Exception {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int count(EmbeddedPostgres postgres) throws Exception {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from kept")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
