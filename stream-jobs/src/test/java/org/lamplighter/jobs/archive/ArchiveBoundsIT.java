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
import org.lamplighter.jobs.lane.TopicRecord;
import org.lamplighter.log.Header;
import org.lamplighter.log.QuarantineRecords;
import org.lamplighter.log.Topic;
import org.lamplighter.reading.Payload;

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
                    "truncate point_value, archive_lane, device_name, point_name,"
                            + " quarantined_frame, quarantine_count restart identity");
        }
    }

    @Test
    void aBatchIsWrittenWithItsFourThousandthReading() throws Exception {
        try (ArchiveWriter writer = writer(new HandTimers())) {
            for (int offset = 0; offset < 3999; offset++) {
                writer.write(reading(offset), NO_CONTEXT);
            }
            assertThat(archived()).isZero();

            writer.write(reading(3999), NO_CONTEXT);
            assertThat(archived()).isEqualTo(4000);

            writer.write(reading(4000), NO_CONTEXT);
            assertThat(archived()).isEqualTo(4000);
        }
    }

    @Test
    void aBatchOfTheQuarantineIsFullWith500FramesOr4Mebibytes() throws Exception {
        try (QuarantineSink.Writer writer = quarantineWriter()) {
            for (int offset = 0; offset < 499; offset++) {
                writer.write(quarantined(offset, 1), NO_CONTEXT);
            }
            assertThat(quarantined()).isZero();
            writer.write(quarantined(499, 1), NO_CONTEXT);
            assertThat(quarantined()).isEqualTo(500);

            for (int offset = 500; offset < 563; offset++) {
                writer.write(quarantined(offset, 64 << 10), NO_CONTEXT);
            }
            assertThat(quarantined()).isEqualTo(500);
            writer.write(quarantined(563, 64 << 10), NO_CONTEXT);
            assertThat(quarantined()).isEqualTo(564);
        }
    }

    @Test
    void aReadingWaits200MillisecondsForCompany() throws Exception {
        HandTimers timers = new HandTimers();
        try (ArchiveWriter writer = writer(timers)) {
            writer.write(reading(1), NO_CONTEXT);
            writer.write(reading(2), NO_CONTEXT);
            assertThat(timers.times()).containsExactly(HandTimers.NOW + 200);
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

    private QuarantineSink.Writer quarantineWriter() {
        return new QuarantineSink.Writer(
                new QuarantineStore(
                        new Database(postgres.jdbcUrl(), postgres.user(), postgres.password())),
                new HandTimers(),
                BatchWriter::pause,
                new SimpleCounter(),
                new SimpleCounter());
    }

    private static TopicRecord quarantined(long offset, int size) {
        return new TopicRecord(
                Topic.QUARANTINE,
                0,
                "C-1",
                Payload.wrap(new byte[size]),
                List.of(
                        new Header(QuarantineRecords.REASON, "NOT_JSON"),
                        new Header(QuarantineRecords.ORIGIN_PARTITION, "0"),
                        new Header(QuarantineRecords.ORIGIN_OFFSET, Long.toString(offset)),
                        new Header(QuarantineRecords.ORIGIN_LOG_TIME, "2026-11-21T08:00:00Z")));
    }

    private long quarantined() throws SQLException {
        return number(postgres, "select count(*) from quarantined_frame");
    }

    private long archived() throws SQLException {
        return number(postgres, "select coalesce(sum(archived), 0) from archive_lane");
    }
}
