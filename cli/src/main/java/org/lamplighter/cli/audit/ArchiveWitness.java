// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.audit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the database says: the archive's exact counts by lane, and how many rows the tables hold.
 *
 * <p>Not thread-safe.
 */
final class ArchiveWitness implements AutoCloseable {
    /** The counts of one lane. */
    record LaneCounts(long archived, long archivedBefore, long replayed) {
        static final LaneCounts NONE = new LaneCounts(0, 0, 0);
    }

    private final Connection connection;

    ArchiveWitness(String url, String user, String password) throws SQLException {
        connection = DriverManager.getConnection(url, user, password);
        connection.setReadOnly(true);
    }

    Map<Integer, LaneCounts> lanes() throws SQLException {
        Map<Integer, LaneCounts> lanes = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select lane, archived, archived_before, replayed from"
                                        + " archive_lane")) {
            while (rows.next()) {
                lanes.put(
                        rows.getInt(1),
                        new LaneCounts(rows.getLong(2), rows.getLong(3), rows.getLong(4)));
            }
        }
        return lanes;
    }

    /** What the quarantine counted, by partition of {@code frames}. */
    List<QuarantineEvidence> quarantine() throws SQLException {
        List<QuarantineEvidence> partitions = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select log_partition, taken, fresh, duplicates, readings from"
                                        + " quarantine_count order by log_partition")) {
            while (rows.next()) {
                partitions.add(
                        new QuarantineEvidence(
                                rows.getInt(1),
                                rows.getLong(2),
                                rows.getLong(3),
                                rows.getLong(4),
                                rows.getLong(5)));
            }
        }
        return partitions;
    }

    /** How many rows stand for points, and how many cases there are in each state. */
    Map<String, Long> tables() throws SQLException {
        Map<String, Long> counts = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select 'point values', count(*) from point_value")) {
            while (rows.next()) {
                counts.put(rows.getString(1), rows.getLong(2));
            }
        }
        return counts;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
