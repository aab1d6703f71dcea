// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.archive;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.embedded.EmbeddedPostgres;
import org.lamplighter.jobs.lane.TopicRecord;
import org.lamplighter.log.LogPosition;
import org.lamplighter.log.LoggedReading;
import org.lamplighter.log.ReadingCodec;
import org.lamplighter.log.Topic;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Payload;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;
import org.lamplighter.reading.Reading;
import org.lamplighter.reading.TimeSource;
import org.postgresql.ds.PGSimpleDataSource;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

final class ArchiveWriterIT {
    private static final Instant TIME = Instant.parse("2026-11-21T06:00:00Z");

    @Test
    void waitsForADatabaseThatIsAwayAndDropsNothing(@TempDir Path directory) throws Exception {
        Counter retries = new SimpleCounter();
        Counter foreign = new SimpleCounter();
        EmbeddedPostgres first = EmbeddedPostgres.start(directory, 0);
        int port = first.port();
        Database database = new Database(first.jdbcUrl(), first.user(), first.password());
        migrate(first);
        ArchiveWriter writer =
                new ArchiveWriter(
                        new ArchiveStore(database),
                        new HandTimers(),
                        ArchiveWriter::pause,
                        retries,
                        foreign);
        writer.write(reading(1), NO_CONTEXT);
        writer.flush(false);
        first.close();

        writer.write(
                new TopicRecord(Topic.READINGS, 0, "C-1", Payload.parseHex("ff"), List.of()),
                NO_CONTEXT);
        writer.write(reading(2), NO_CONTEXT);
        CompletableFuture<Void> flushed = CompletableFuture.runAsync(() -> flush(writer));
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (retries.getCount() < 3) {
            assertThat(System.nanoTime()).as("no retry was seen").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(flushed).isNotDone();

        try (EmbeddedPostgres again = EmbeddedPostgres.start(directory, port)) {
            assertThat(flushed).succeedsWithin(Duration.ofSeconds(30));
            assertThat(number(again, "select count(*) from point_value")).isEqualTo(2);
            assertThat(number(again, "select sum(archived) from archive_lane")).isEqualTo(2);
            assertThat(foreign.getCount()).isEqualTo(1);
            writer.close();
        }
    }

    private static void flush(ArchiveWriter writer) {
        try {
            writer.flush(false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void migrate(EmbeddedPostgres postgres) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(postgres.jdbcUrl());
        source.setUser(postgres.user());
        source.setPassword(postgres.password());
        org.lamplighter.desk.Database.migrate(source);
    }

    static long number(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }

    static TopicRecord reading(long offset) {
        TreeMap<PointName, PointValue> points = new TreeMap<>();
        points.put(new PointName("tilt"), new PointValue.Quantity(1));
        Reading reading =
                new Reading(
                        new DeviceId("C-1"),
                        "p",
                        1,
                        TIME.plusSeconds(offset),
                        TIME,
                        TimeSource.DEVICE,
                        0,
                        Set.of(),
                        points);
        LoggedReading logged =
                new LoggedReading(reading, new LogPosition(0, offset, TIME), 0, false);
        return new TopicRecord(
                Topic.READINGS, 0, "C-1", Payload.wrap(ReadingCodec.encode(logged)), List.of());
    }

    static final SinkWriter.Context NO_CONTEXT =
            new SinkWriter.Context() {
                @Override
                public long currentWatermark() {
                    return Long.MIN_VALUE;
                }

                @Override
                public Long timestamp() {
                    return 0L;
                }
            };
}
