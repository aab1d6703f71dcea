// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.archive;

import org.jspecify.annotations.Nullable;
import org.lamplighter.reading.PointValue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;

/** Rows as arrays in one statement. It works wherever PostgreSQL's protocol does. Stateless. */
final class UnnestRows implements RowWriter {
    private static final String TIME = "timestamptz 'epoch' + %s * interval '1 microsecond'";

    private static final String INSERT =
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

    @Override
    public BitSet write(Connection connection, PointRows rows) throws SQLException {
        BitSet anyNew = new BitSet();
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            bind(connection, insert, rows.toList());
            try (ResultSet entries = insert.executeQuery()) {
                while (entries.next()) {
                    anyNew.set(entries.getInt(1));
                }
            }
        }
        return anyNew;
    }

    private static void bind(Connection connection, PreparedStatement insert, List<PointRow> rows)
            throws SQLException {
        Columns.bind(connection, insert, 1, "int4", column(rows, PointRow::entry));
        Columns.bind(connection, insert, 2, "int4", column(rows, PointRow::device));
        Columns.bind(connection, insert, 3, "int4", column(rows, PointRow::point));
        Columns.bind(connection, insert, 4, "int8", column(rows, PointRow::micros));
        Columns.bind(connection, insert, 5, "int4", column(rows, PointRow::sequence));
        Columns.bind(connection, insert, 6, "int8", column(rows, PointRow::logMicros));
        Columns.bind(connection, insert, 7, "int4", column(rows, PointRow::logPartition));
        Columns.bind(connection, insert, 8, "int8", column(rows, PointRow::logOffset));
        List<@Nullable Double> values = new ArrayList<>(rows.size());
        List<@Nullable String> texts = new ArrayList<>(rows.size());
        for (PointRow row : rows) {
            switch (row.value()) {
                case PointValue.Quantity quantity -> {
                    values.add(quantity.value());
                    texts.add(null);
                }
                case PointValue.Flag flag -> {
                    values.add(flag.value() ? 1.0 : 0.0);
                    texts.add(null);
                }
                case PointValue.Text text -> {
                    values.add(null);
                    // PostgreSQL's text cannot hold U+0000
                    texts.add(text.value().replace('\u0000', '\uFFFD'));
                }
            }
        }
        Columns.bind(connection, insert, 9, "float8", values);
        Columns.bind(connection, insert, 10, "text", texts);
        Columns.bind(connection, insert, 11, "int4", column(rows, PointRow::quality));
    }

    private static <T> List<T> column(List<PointRow> rows, Function<PointRow, T> member) {
        List<T> column = new ArrayList<>(rows.size());
        for (PointRow row : rows) {
            column.add(member.apply(row));
        }
        return column;
    }
}
