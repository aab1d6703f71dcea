// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lamplighter.jobs.archive.ArchiveStoreIT.entry;
import static org.lamplighter.jobs.archive.ArchiveStoreIT.kept;

import org.junit.jupiter.api.Test;
import org.lamplighter.desk.testing.SingleConnection;
import org.lamplighter.desk.testing.TimescaleServer;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.locks.LockSupport;

/**
 * The archive job's statements on the real TimescaleDB, which serves one connection at a time and
 * has no {@code COPY}.
 */
final class ArchiveOnTimescaleIT {
    private static final Instant TIME = Instant.parse("2026-11-21T06:00:00.123456Z");

    @Test
    void writesReadingsAndQuarantinedFramesOnce() throws Exception {
        try (TimescaleServer server = TimescaleServer.start()) {
            Database database = new Database(server.url(), "postgres", "postgres");
            try (SingleConnection migration =
                    new SingleConnection(server.url(), "postgres", "postgres")) {
                org.lamplighter.desk.Database.migrate(migration);
            }
            try (ArchiveStore store = new ArchiveStore(database, WritePaths.byUnnest())) {
                List<ArchiveEntry> batch =
                        List.of(entry(3, 10, 0, "C-1", TIME, 1), entry(3, 11, 0, "C-2", TIME, 1));
                untilConnected(() -> store.write(batch));
                store.write(batch);
                store.write(List.of(entry(3, 12, 0, "C-1", TIME, 1)));
            }
            try (QuarantineStore store = new QuarantineStore(database)) {
                List<QuarantineEntry> batch = List.of(kept(0, 7, TIME), kept(1, 7, TIME));
                untilConnected(() -> store.write(batch));
                store.write(batch);
            }
            StringJoiner told = new StringJoiner(", ");
            untilConnected(
                    () -> {
                        try (Connection connection =
                                        DriverManager.getConnection(
                                                server.url(), "postgres", "postgres");
                                Statement statement = connection.createStatement();
                                ResultSet row =
                                        statement.executeQuery(
                                                "select (select count(*) from point_value) || '"
                                                    + " values', (select archived || ' archived, '"
                                                    + " || archived_before || ' before' from"
                                                    + " archive_lane), (select sum(taken) || '"
                                                    + " kept' from quarantine_count)")) {
                            row.next();
                            told.add(row.getString(1)).add(row.getString(2)).add(row.getString(3));
                        }
                    });
            assertThat(told.toString()).isEqualTo("6 values, 2 archived, 1 before, 2 kept");
        }
    }

    /** What uses a connection. */
    private interface Use {
        void run() throws SQLException;
    }

    /** The server takes the next connection once it has seen the one before end. */
    private static void untilConnected(Use use) throws SQLException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (true) {
            try {
                use.run();
                return;
            } catch (SQLException e) {
                boolean refused =
                        String.valueOf(e.getSQLState()).startsWith("08")
                                && System.nanoTime() < deadline;
                if (!refused) {
                    throw e;
                }
                LockSupport.parkNanos(1_000_000);
            }
        }
    }
}
