// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.archive;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;

/**
 * {@code COPY} into a table of this connection's own, and from there those rows that are not there
 * yet. For one thread.
 */
final class StagedRows implements RowWriter {
    private static final String MAKE_STAGE =
            "create temporary table if not exists archive_stage (entry integer, device integer,"
                + " point integer, time timestamptz, seq integer, log_time timestamptz,"
                + " log_partition integer, log_offset bigint, value double precision, text text,"
                + " quality smallint) on commit delete rows";

    private static final String INSERT =
            """
            with inserted as (
              insert into point_value(%1$s) select %1$s from archive_stage
              on conflict do nothing
              returning device, point, time, seq, log_offset)
            select distinct entry from archive_stage join inserted using (device, point, time, seq, log_offset)\
            """
                    .formatted(BinaryRows.COLUMNS);

    private final BinaryRows binary;

    StagedRows(BinaryRows binary) {
        this.binary = binary;
    }

    @Override
    public BitSet write(Connection connection, PointRows rows) throws SQLException {
        BitSet anyNew = new BitSet();
        try (Statement statement = connection.createStatement()) {
            statement.execute(MAKE_STAGE);
            binary.copy(connection, "archive_stage(entry, " + BinaryRows.COLUMNS + ")", rows, true);
            try (ResultSet entries = statement.executeQuery(INSERT)) {
                while (entries.next()) {
                    anyNew.set(entries.getInt(1));
                }
            }
        }
        return anyNew;
    }
}
