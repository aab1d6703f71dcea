// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lamplighter.jobs.archive.ArchiveWriterIT.NO_CONTEXT;
import static org.lamplighter.jobs.archive.ArchiveWriterIT.number;
import static org.lamplighter.jobs.archive.ArchiveWriterIT.reading;

import org.apache.flink.metrics.SimpleCounter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.embedded.EmbeddedPostgres;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** What the archive's writer holds, at its limit and one past it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ArchiveBoundsIT {
    private EmbeddedPostgres postgres;

    @BeforeAll
    void start(@TempDir Path directory) {
        postgres = EmbeddedPostgres.start(directory, 0);
        ArchiveWriterIT.migrate(postgres);
    }

    @AfterAll
    void stop() {
        postgres.close();
    }

    @BeforeEach
    void empty() throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "truncate point_value, archive_lane, device_name, point_name restart identity");
        }
    }

    @Test
    void aBatchIsWrittenWithItsThousandthReading() throws Exception {
        try (ArchiveWriter writer = writer(new HandTimers())) {
            for (int offset = 0; offset < 999; offset++) {
                writer.write(reading(offset), NO_CONTEXT);
            }
            assertThat(archived()).isZero();

            writer.write(reading(999), NO_CONTEXT);
            assertThat(archived()).isEqualTo(1000);

            writer.write(reading(1000), NO_CONTEXT);
            assertThat(archived()).isEqualTo(1000);
        }
    }

    @Test
    void aReadingWaitsFiftyMillisecondsForCompany() throws Exception {
        HandTimers timers = new HandTimers();
        try (ArchiveWriter writer = writer(timers)) {
            writer.write(reading(1), NO_CONTEXT);
            writer.write(reading(2), NO_CONTEXT);
            assertThat(timers.times()).containsExactly(HandTimers.NOW + 50);
            assertThat(archived()).isZero();

            timers.runLast();
            assertThat(archived()).isEqualTo(2);

            writer.write(reading(3), NO_CONTEXT);
            assertThat(timers.times()).hasSize(2);
        }
    }

    @Test
    void aDictionaryHoldsItsNumberOfNamesAndReadsThemAgainPastIt() throws SQLException {
        assertThat(new Dictionary("device_name", "device").most()).isEqualTo(200_000);
        Dictionary names = new Dictionary("device_name", "device", 3);
        try (Connection connection = postgres.connect()) {
            connection.setAutoCommit(false);
            names.learn(connection, List.of("a", "b"));
            names.learn(connection, List.of("a", "b", "c"));
            int first = names.id("a");
            assertThat(names.size()).isEqualTo(3);
            names.learn(connection, List.of("a", "b", "c"));
            assertThat(names.size()).isEqualTo(3);

            names.learn(connection, List.of("c", "d"));
            assertThat(names.size()).isEqualTo(2);

            names.learn(connection, List.of("a"));
            assertThat(names.size()).isEqualTo(3);
            assertThat(names.id("a")).isEqualTo(first);
        }
    }

    private ArchiveWriter writer(HandTimers timers) {
        return new ArchiveWriter(
                new ArchiveStore(
                        new Database(postgres.jdbcUrl(), postgres.user(), postgres.password())),
                timers,
                ArchiveWriter::pause,
                new SimpleCounter(),
                new SimpleCounter());
    }

    private long archived() throws SQLException {
        return number(postgres, "select coalesce(sum(archived), 0) from archive_lane");
    }
}
