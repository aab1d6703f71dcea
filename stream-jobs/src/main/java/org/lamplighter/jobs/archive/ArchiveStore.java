// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.archive;

import org.jspecify.annotations.Nullable;
import org.lamplighter.jobs.lane.EmissionOrder;
import org.lamplighter.jobs.lane.Lane;
import org.lamplighter.reading.PointName;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The archive's tables. One batch is one transaction: the rows, the marks of their lanes and the
 * counts. What a mark covers is skipped, so a batch may be written again after any failure, and
 * copies of it by another writer too.
 *
 * <p>Blocks on the database. For one thread.
 */
public final class ArchiveStore implements BatchStore<ArchiveEntry> {
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

    private final Database database;
    private final Dictionary devices = new Dictionary("device_name", "device");
    private final Dictionary points = new Dictionary("point_name", "point");
    private final WritePaths paths;
    private @Nullable Connection open;

    /** A store that writes by {@code COPY} where that works. */
    public ArchiveStore(Database database) {
        this(database, WritePaths.byCopy());
    }

    public ArchiveStore(Database database, WritePaths paths) {
        this.database = database;
        this.paths = paths;
    }

    @Override
    public void write(List<ArchiveEntry> batch) throws SQLException {
        try {
            Connection connection = connection();
            learnNames(connection, batch);
            try {
                write(connection, batch, paths.next());
            } catch (SQLException e) {
                if (!paths.isToBeTakenAnotherWay(e)) {
                    throw e;
                }
                connection.rollback();
                write(connection, batch, paths.next());
            }
        } catch (SQLException e) {
            forgetConnection(e);
            throw e;
        }
    }

    private void write(Connection connection, List<ArchiveEntry> batch, RowWriter writer)
            throws SQLException {
        SortedMap<Integer, LaneMark> marks = lockLanes(connection, batch);
        List<ArchiveEntry> fresh =
                batch.stream().filter(entry -> mark(marks, entry).admit(entry)).toList();
        if (!fresh.isEmpty()) {
            BitSet anyRowNew = writer.write(connection, PointRows.of(fresh, devices, points));
            for (int i = 0; i < fresh.size(); i++) {
                mark(marks, fresh.get(i)).count(fresh.get(i), anyRowNew.get(i));
            }
            updateLanes(connection, marks);
        }
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        if (open != null) {
            open.close();
            open = null;
        }
    }

    private void learnNames(Connection connection, List<ArchiveEntry> batch) throws SQLException {
        if (knowsNames(batch)) {
            return;
        }
        Set<String> deviceNames = new HashSet<>();
        Set<String> pointNames = new HashSet<>();
        for (ArchiveEntry entry : batch) {
            deviceNames.add(entry.logged().reading().device().value());
            for (PointName point : entry.logged().reading().points().keySet()) {
                pointNames.add(point.value());
            }
        }
        devices.learn(connection, deviceNames);
        points.learn(connection, pointNames);
    }

    private boolean knowsNames(List<ArchiveEntry> batch) {
        for (ArchiveEntry entry : batch) {
            if (!devices.knows(entry.logged().reading().device().value())) {
                return false;
            }
            for (PointName point : entry.logged().reading().points().keySet()) {
                if (!points.knows(point.value())) {
                    return false;
                }
            }
        }
        return true;
    }

    private static SortedMap<Integer, LaneMark> lockLanes(
            Connection connection, List<ArchiveEntry> batch) throws SQLException {
        List<Integer> lanes = batch.stream().map(ArchiveEntry::lane).distinct().sorted().toList();
        SortedMap<Integer, LaneMark> marks = lock(connection, lanes);
        if (marks.size() < lanes.size()) {
            try (PreparedStatement add = connection.prepareStatement(ADD_LANES)) {
                Columns.bind(connection, add, 1, "int4", lanes);
                Columns.bind(
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
            Columns.bind(connection, lock, 1, "int4", lanes);
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
            Columns.bind(connection, update, 1, "int4", List.copyOf(marks.keySet()));
            Columns.bind(connection, update, 2, "int8", offsets);
            Columns.bind(connection, update, 3, "int4", ordinals);
            Columns.bind(connection, update, 4, "int8", archived);
            Columns.bind(connection, update, 5, "int8", archivedBefore);
            Columns.bind(connection, update, 6, "int8", replayed);
            update.executeUpdate();
        }
    }

    private Connection connection() throws SQLException {
        if (open == null) {
            open = database.connect("lamplighter-archive");
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
