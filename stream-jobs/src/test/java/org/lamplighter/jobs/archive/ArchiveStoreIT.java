// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.embedded.EmbeddedPostgres;
import org.lamplighter.jobs.lane.EmissionOrder;
import org.lamplighter.log.LogPosition;
import org.lamplighter.log.LoggedReading;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Mark;
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
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ArchiveStoreIT {
    private static final Instant TIME = Instant.parse("2026-11-21T06:00:00.123456Z");

    private EmbeddedPostgres postgres;
    private Database database;

    @BeforeAll
    void start(@TempDir Path directory) {
        postgres = EmbeddedPostgres.start(directory, 0);
        database = new Database(postgres.jdbcUrl(), postgres.user(), postgres.password());
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(postgres.jdbcUrl());
        source.setUser(postgres.user());
        source.setPassword(postgres.password());
        org.lamplighter.desk.Database.migrate(source);
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
    void archivesEachValueWithItsTimeAndQuality() throws SQLException {
        try (ArchiveStore store = new ArchiveStore(database)) {
            store.write(
                    List.of(
                            entry(
                                    3,
                                    10,
                                    0,
                                    "C-1",
                                    TIME,
                                    7,
                                    Set.of(Mark.LATE, Mark.CLOCK_SUSPECT))));
        }

        assertThat(
                        rows(
                                "select d.device, p.point, v.time at time zone 'UTC', v.seq,"
                                    + " v.log_partition, v.log_offset, v.value, v.text, v.quality"
                                    + " from point_value v join device_name d on d.id = v.device"
                                    + " join point_name p on p.id = v.point order by p.point"))
                .isEqualTo(
                        """
                        C-1|fault|2026-11-21 06:00:00.123456|7|0|10|null|lid\uFFFD|35
                        C-1|open|2026-11-21 06:00:00.123456|7|0|10|1|null|43
                        C-1|tilt|2026-11-21 06:00:00.123456|7|0|10|12.5|null|35
                        """);
    }

    @Test
    void countsAReadingOnceHoweverOftenItIsWritten() throws SQLException {
        List<ArchiveEntry> batch =
                List.of(entry(3, 10, 0, "C-1", TIME, 1), entry(3, 11, 0, "C-2", TIME, 1));
        try (ArchiveStore store = new ArchiveStore(database)) {
            store.write(batch);
            store.write(batch);
        }
        try (ArchiveStore another = new ArchiveStore(database)) {
            another.write(batch);
            another.write(
                    List.of(
                            entry(3, 11, 0, "C-2", TIME, 1),
                            entry(3, 12, 0, "C-1", TIME.plusSeconds(1), 2)));
        }

        assertThat(lanes()).isEqualTo("3|0|12|0|3|0|0\n");
        assertThat(rows("select count(*) from point_value")).isEqualTo("9\n");
    }

    @Test
    void countsAFreshReadingWhoseRowsWereAllThereAsArchivedBefore() throws SQLException {
        try (ArchiveStore store = new ArchiveStore(database)) {
            store.write(List.of(entry(3, 10, 0, "C-1", TIME, 1)));
            store.write(List.of(entry(3, 99, 0, "C-1", TIME, 1)));
            store.write(
                    List.of(entry(3, 100, 0, "C-1", TIME, 2), entry(3, 101, 0, "C-1", TIME, 2)));
        }

        assertThat(lanes()).isEqualTo("3|0|101|0|2|2|0\n");
    }

    @Test
    void takesAReadingThatWasReleasedBehindYoungerOnes() throws SQLException {
        ArchiveEntry waited = entry(3, 10, 0, "C-9", TIME, 1);
        ArchiveEntry released = new ArchiveEntry(3, new EmissionOrder(50, 0), waited.logged());
        try (ArchiveStore store = new ArchiveStore(database)) {
            store.write(List.of(entry(3, 20, 0, "C-1", TIME, 1), released));
            store.write(List.of(released));
        }

        assertThat(lanes()).isEqualTo("3|0|50|0|2|0|0\n");
    }

    @Test
    void keepsEveryLanesMarkApart() throws SQLException {
        try (ArchiveStore store = new ArchiveStore(database)) {
            store.write(List.of(entry(3, 20, 0, "C-1", TIME, 1), entry(4, 10, 0, "C-2", TIME, 1)));
            store.write(List.of(entry(4, 11, 1, "C-2", TIME, 2)));
        }

        assertThat(lanes()).isEqualTo("3|0|20|0|1|0|0\n4|0|11|1|2|0|0\n");
    }

    @Test
    void changesNothingWhenATransactionFails() throws SQLException {
        try (ArchiveStore store = new ArchiveStore(database)) {
            store.write(List.of(entry(3, 10, 0, "C-1", TIME, 1)));
            execute("alter table point_value rename column quality to quality_away");
            assertThatThrownBy(() -> store.write(List.of(entry(3, 11, 0, "C-1", TIME, 2))))
                    .isInstanceOf(SQLException.class);
            assertThat(lanes()).isEqualTo("3|0|10|0|1|0|0\n");

            execute("alter table point_value rename column quality_away to quality");
            store.write(List.of(entry(3, 11, 0, "C-1", TIME, 2)));
        }

        assertThat(lanes()).isEqualTo("3|0|11|0|2|0|0\n");
    }

    private String lanes() throws SQLException {
        return rows("select * from archive_lane order by lane");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String rows(String sql) throws SQLException {
        StringBuilder all = new StringBuilder();
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                StringJoiner row = new StringJoiner("|");
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    row.add(rows.getString(column));
                }
                all.append(row).append('\n');
            }
        }
        return all.toString();
    }

    private static ArchiveEntry entry(
            int lane, long offset, int ordinal, String device, Instant time, int sequence) {
        return entry(lane, offset, ordinal, device, time, sequence, Set.of());
    }

    private static ArchiveEntry entry(
            int lane,
            long offset,
            int ordinal,
            String device,
            Instant time,
            int sequence,
            Set<Mark> marks) {
        TreeMap<PointName, PointValue> points = new TreeMap<>();
        points.put(new PointName("tilt"), new PointValue.Quantity(12.5));
        points.put(new PointName("open"), new PointValue.Flag(true));
        points.put(new PointName("fault"), new PointValue.Text("lid\u0000"));
        Reading reading =
                new Reading(
                        new DeviceId(device),
                        "p",
                        1,
                        time,
                        time,
                        TimeSource.RECEIVED,
                        sequence,
                        marks,
                        points);
        return new ArchiveEntry(
                lane,
                new EmissionOrder(offset, ordinal),
                new LoggedReading(
                        reading, new LogPosition(0, offset, time.plusMillis(5)), ordinal, false));
    }
}
