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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lamplighter.embedded.EmbeddedPostgres;
import org.lamplighter.jobs.lane.EmissionOrder;
import org.lamplighter.log.LogPosition;
import org.lamplighter.log.LoggedReading;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Mark;
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
                    "truncate point_value, archive_lane, device_name, point_name,"
                            + " quarantined_frame, quarantine_count restart identity");
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

    @ParameterizedTest
    @ValueSource(strings = {"copy", "stage", "unnest"})
    void everyWayGivesTheSameRowsAndCounts(String way) throws SQLException {
        WritePaths paths =
                switch (way) {
                    case "copy" -> WritePaths.byCopy();
                    case "stage" -> WritePaths.byStage();
                    default -> WritePaths.byUnnest();
                };
        try (ArchiveStore store = new ArchiveStore(database, paths)) {
            store.write(
                    List.of(
                            entry(3, 10, 0, "C-2", TIME, 7, Set.of(Mark.LATE, Mark.CLOCK_SUSPECT)),
                            entry(3, 11, 0, "C-1", TIME, 1)));
            // one new, one that is there already, and one twice in a batch
            store.write(
                    List.of(
                            entry(3, 20, 0, "C-1", TIME.plusSeconds(1), 1),
                            entry(3, 21, 0, "C-1", TIME, 1),
                            entry(3, 22, 0, "C-2", TIME.plusSeconds(1), 1),
                            entry(3, 23, 0, "C-2", TIME.plusSeconds(1), 1)));
        }

        assertThat(lanes()).isEqualTo("3|0|23|0|4|2|0\n");
        assertThat(
                        rows(
                                "select d.device, p.point, v.time at time zone 'UTC', v.seq,"
                                    + " v.log_time at time zone 'UTC', v.log_partition,"
                                    + " v.log_offset, v.value, v.text, v.quality from point_value v"
                                    + " join device_name d on d.id = v.device join point_name p on"
                                    + " p.id = v.point order by d.device, v.time, p.point"))
                .isEqualTo(
                        """
                        C-1|fault|2026-11-21 06:00:00.123456|1|2026-11-21 06:00:00.128456|0|11|null|lid\uFFFD|32
                        C-1|open|2026-11-21 06:00:00.123456|1|2026-11-21 06:00:00.128456|0|11|1|null|40
                        C-1|tilt|2026-11-21 06:00:00.123456|1|2026-11-21 06:00:00.128456|0|11|12.5|null|32
                        C-1|fault|2026-11-21 06:00:01.123456|1|2026-11-21 06:00:01.128456|0|20|null|lid\uFFFD|32
                        C-1|open|2026-11-21 06:00:01.123456|1|2026-11-21 06:00:01.128456|0|20|1|null|40
                        C-1|tilt|2026-11-21 06:00:01.123456|1|2026-11-21 06:00:01.128456|0|20|12.5|null|32
                        C-2|fault|2026-11-21 06:00:00.123456|7|2026-11-21 06:00:00.128456|0|10|null|lid\uFFFD|35
                        C-2|open|2026-11-21 06:00:00.123456|7|2026-11-21 06:00:00.128456|0|10|1|null|43
                        C-2|tilt|2026-11-21 06:00:00.123456|7|2026-11-21 06:00:00.128456|0|10|12.5|null|35
                        C-2|fault|2026-11-21 06:00:01.123456|1|2026-11-21 06:00:01.128456|0|22|null|lid\uFFFD|32
                        C-2|open|2026-11-21 06:00:01.123456|1|2026-11-21 06:00:01.128456|0|22|1|null|40
                        C-2|tilt|2026-11-21 06:00:01.123456|1|2026-11-21 06:00:01.128456|0|22|12.5|null|32
                        """);
    }

    @Test
    void stagesThirtyTwoBatchesAfterOneThatHadARowAlready() throws SQLException {
        WritePaths paths = WritePaths.byCopy();
        assertThat(paths.next()).isInstanceOf(CopiedRows.class);
        assertThat(paths.isToBeTakenAnotherWay(new SQLException("", "23505"))).isTrue();
        for (int batch = 0; batch < 32; batch++) {
            assertThat(paths.next()).isInstanceOf(StagedRows.class);
        }
        assertThat(paths.next()).isInstanceOf(CopiedRows.class);
        assertThat(paths.isToBeTakenAnotherWay(new SQLException("", "08006"))).isFalse();
        assertThat(paths.isToBeTakenAnotherWay(new SQLException("", "0A000"))).isTrue();
        assertThat(paths.next()).isInstanceOf(UnnestRows.class);
    }

    @Test
    void keepsAFrameOnceByItsPlaceInTheLogAndCountsIt() throws SQLException {
        List<QuarantineEntry> batch = List.of(kept(0, 7, TIME), kept(1, 7, TIME));
        try (QuarantineStore store = new QuarantineStore(database)) {
            store.write(batch);
            store.write(batch);
            store.write(List.of(kept(0, 7, TIME), kept(0, 8, TIME), kept(0, 8, TIME)));
        }

        assertThat(
                        rows(
                                "select log_partition, log_offset, log_time at time zone 'UTC',"
                                    + " device, frame_id, source, channel, encode(payload, 'hex'),"
                                    + " reason, detail, state from quarantined_frame order by 1,"
                                    + " 2"))
                .isEqualTo(
                        """
                        0|7|2026-11-21 06:00:00.123456|C-1|gw1-abc|/gw1/mqtt|v1/frames|00ff|TOO_SHORT|2 bytes|kept
                        0|8|2026-11-21 06:00:00.123456|C-1|gw1-abc|/gw1/mqtt|v1/frames|00ff|TOO_SHORT|2 bytes|kept
                        1|7|2026-11-21 06:00:00.123456|C-1|gw1-abc|/gw1/mqtt|v1/frames|00ff|TOO_SHORT|2 bytes|kept
                        """);
        assertThat(quarantineCounts()).isEqualTo("0|2\n1|1\n");
    }

    @Test
    void doesNotTakeAFrameAgainThatRetentionHasDeleted() throws SQLException {
        try (QuarantineStore store = new QuarantineStore(database)) {
            store.write(List.of(kept(0, 7, TIME), kept(0, 8, TIME.plusSeconds(2))));
            execute(
                    "update quarantine_count set deleted_before = timestamptz '2026-11-21"
                            + " 06:00:01Z'");
            execute("delete from quarantined_frame where log_offset = 7");
            store.write(List.of(kept(0, 7, TIME), kept(0, 8, TIME.plusSeconds(2))));
        }

        assertThat(rows("select log_offset from quarantined_frame")).isEqualTo("8\n");
        assertThat(quarantineCounts()).isEqualTo("0|2\n");
    }

    private String quarantineCounts() throws SQLException {
        return rows("select log_partition, taken from quarantine_count order by 1");
    }

    static QuarantineEntry kept(int partition, long offset, Instant time) {
        return new QuarantineEntry(
                new LogPosition(partition, offset, time),
                "C-1",
                "gw1-abc",
                "/gw1/mqtt",
                "v1/frames",
                Payload.parseHex("00ff"),
                "TOO_SHORT",
                "2 bytes");
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

    static ArchiveEntry entry(
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
