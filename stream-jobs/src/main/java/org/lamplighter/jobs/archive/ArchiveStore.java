// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.archive;

import org.jspecify.annotations.Nullable;
import org.lamplighter.jobs.lane.EmissionOrder;
import org.lamplighter.jobs.lane.Lane;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The archive's tables. One batch is one transaction: the rows, the marks of their lanes and the
 * counts. What a mark covers is skipped, so a batch may be written again after any failure, and
 * copies of it by another writer too.
 *
 * <p>Blocks on the database. For one thread.
 */
final class ArchiveStore implements AutoCloseable {
    private static final String TIME = "timestamptz 'epoch' + %s * interval '1 microsecond'";

    private static final String INSERT_ROWS =
            """
            with input as (
              select entry, device, point, %1$s as time, seq, %2$s as log_time, log_partition, log_offset, value, text,
                     quality
              from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                as i(entry, device, point, time_us, seq, log_us, log_partition, log_offset, value, text, quality)),
            inserted as (
              insert into point_value(
                  device, point, time, seq, log_time, log_partition, log_offset, value, text, quality)
              select device, point, time, seq, log_time, log_partition, log_offset, value, text, quality::smallint
              from input
              on conflict do nothing
              returning device, point, time, seq, log_offset)
            select distinct entry from input join inserted using (device, point, time, seq, log_offset)\
            """
                    .formatted(TIME.formatted("time_us"), TIME.formatted("log_us"));

    private static final String ADD_LANES =
            """
            insert into archive_lane(lane, log_partition, log_offset, ordinal, archived, archived_before, replayed)
            select lane, log_partition, -1, 0, 0, 0, 0 from unnest(?, ?) as l(lane, log_partition)
            on conflict do nothing\
            """;

    private static final String LOCK_LANES =
            """
            select lane, log_offset, ordinal, archived, archived_before, replayed from archive_lane
            where lane = any(?) order by lane for update\
            """;

    private static final String UPDATE_LANES =
            """
            update archive_lane a
            set log_offset = u.log_offset, ordinal = u.ordinal, archived = u.archived,
                archived_before = u.archived_before, replayed = u.replayed
            from unnest(?, ?, ?, ?, ?, ?) as u(lane, log_offset, ordinal, archived, archived_before, replayed)
            where a.lane = u.lane\
            """;

    /** Seconds after which a silent database counts as gone. */
    private static final String SOCKET_TIMEOUT_SECONDS = "30";

    private final Database database;
    private final Dictionary devices = new Dictionary("device_name", "device");
    private final Dictionary points = new Dictionary("point_name", "point");
    private @Nullable Connection open;

    ArchiveStore(Database database) {
        this.database = database;
    }

    /**
     * Writes a batch.
     *
     * @throws SQLException if it was not written, or if that is unknown; write it again
     */
    void write(List<ArchiveEntry> batch) throws SQLException {
        try {
            Connection connection = connection();
            learnNames(connection, batch);
            SortedMap<Integer, LaneMark> marks = lockLanes(connection, batch);
            List<ArchiveEntry> fresh =
                    batch.stream().filter(entry -> mark(marks, entry).admit(entry)).toList();
            if (!fresh.isEmpty()) {
                BitSet anyRowNew = insertRows(connection, fresh);
                for (int i = 0; i < fresh.size(); i++) {
                    mark(marks, fresh.get(i)).count(fresh.get(i), anyRowNew.get(i));
                }
                updateLanes(connection, marks);
            }
            connection.commit();
        } catch (SQLException e) {
            forgetConnection(e);
            throw e;
        }
    }

    @Override
    public void close() throws SQLException {
        if (open != null) {
            open.close();
            open = null;
        }
    }

    private void learnNames(Connection connection, List<ArchiveEntry> batch) throws SQLException {
        SortedSet<String> deviceNames = new TreeSet<>();
        SortedSet<String> pointNames = new TreeSet<>();
        for (ArchiveEntry entry : batch) {
            deviceNames.add(entry.logged().reading().device().value());
            entry.logged()
                    .reading()
                    .points()
                    .keySet()
                    .forEach(point -> pointNames.add(point.value()));
        }
        devices.learn(connection, deviceNames);
        points.learn(connection, pointNames);
    }

    private static SortedMap<Integer, LaneMark> lockLanes(
            Connection connection, List<ArchiveEntry> batch) throws SQLException {
        List<Integer> lanes = batch.stream().map(ArchiveEntry::lane).distinct().sorted().toList();
        SortedMap<Integer, LaneMark> marks = lock(connection, lanes);
        if (marks.size() < lanes.size()) {
            try (PreparedStatement add = connection.prepareStatement(ADD_LANES)) {
                PointRows.bind(connection, add, 1, "int4", lanes);
                PointRows.bind(
                        connection, add, 2, "int4", lanes.stream().map(Lane::partitionOf).toList());
                add.executeUpdate();
            }
            marks = lock(connection, lanes);
        }
        return marks;
    }

    private static LaneMark mark(Map<Integer, LaneMark> marks, ArchiveEntry entry) {
        return Objects.requireNonNull(
                marks.get(entry.lane()), "every lane of the batch was locked");
    }

    private static SortedMap<Integer, LaneMark> lock(Connection connection, List<Integer> lanes)
            throws SQLException {
        SortedMap<Integer, LaneMark> marks = new TreeMap<>();
        try (PreparedStatement lock = connection.prepareStatement(LOCK_LANES)) {
            PointRows.bind(connection, lock, 1, "int4", lanes);
            try (ResultSet rows = lock.executeQuery()) {
                while (rows.next()) {
                    marks.put(
                            rows.getInt(1),
                            new LaneMark(
                                    new EmissionOrder(rows.getLong(2), rows.getInt(3)),
                                    rows.getLong(4),
                                    rows.getLong(5),
                                    rows.getLong(6)));
                }
            }
        }
        return marks;
    }

    private BitSet insertRows(Connection connection, List<ArchiveEntry> fresh) throws SQLException {
        PointRows rows = new PointRows();
        for (int i = 0; i < fresh.size(); i++) {
            rows.add(i, fresh.get(i).logged(), devices, points);
        }
        BitSet anyRowNew = new BitSet(fresh.size());
        try (PreparedStatement insert = connection.prepareStatement(INSERT_ROWS)) {
            rows.bind(connection, insert);
            try (ResultSet entries = insert.executeQuery()) {
                while (entries.next()) {
                    anyRowNew.set(entries.getInt(1));
                }
            }
        }
        return anyRowNew;
    }

    private static void updateLanes(Connection connection, Map<Integer, LaneMark> marks)
            throws SQLException {
        List<Long> offsets = new ArrayList<>();
        List<Integer> ordinals = new ArrayList<>();
        List<Long> archived = new ArrayList<>();
        List<Long> archivedBefore = new ArrayList<>();
        List<Long> replayed = new ArrayList<>();
        for (LaneMark mark : marks.values()) {
            offsets.add(mark.last().offset());
            ordinals.add(mark.last().ordinal());
            archived.add(mark.archived());
            archivedBefore.add(mark.archivedBefore());
            replayed.add(mark.replayed());
        }
        try (PreparedStatement update = connection.prepareStatement(UPDATE_LANES)) {
            PointRows.bind(connection, update, 1, "int4", List.copyOf(marks.keySet()));
            PointRows.bind(connection, update, 2, "int8", offsets);
            PointRows.bind(connection, update, 3, "int4", ordinals);
            PointRows.bind(connection, update, 4, "int8", archived);
            PointRows.bind(connection, update, 5, "int8", archivedBefore);
            PointRows.bind(connection, update, 6, "int8", replayed);
            update.executeUpdate();
        }
    }

    private Connection connection() throws SQLException {
        if (open == null) {
            Properties properties = new Properties();
            properties.setProperty("user", database.user());
            properties.setProperty("password", database.password());
            properties.setProperty("ApplicationName", "lamplighter-archive");
            properties.setProperty("socketTimeout", SOCKET_TIMEOUT_SECONDS);
            properties.setProperty("tcpKeepAlive", "true");
            open = DriverManager.getConnection(database.jdbcUrl(), properties);
            open.setAutoCommit(false);
        }
        return open;
    }

    // A connection that failed once is never used again, and another database may answer at its
    // address.
    private void forgetConnection(SQLException cause) {
        devices.clear();
        points.clear();
        try {
            close();
        } catch (SQLException e) {
            cause.addSuppressed(e);
            open = null;
        }
    }
}
