// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.archive;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;

/**
 * The quarantine's tables. A frame is one row by its place in {@code frames}, and is counted in the
 * transaction that inserts the row, so a batch may be written again after any failure. What was
 * logged before the time up to which retention has deleted is passed over: it was counted when it
 * came first.
 *
 * <p>Blocks on the database. For one thread.
 */
final class QuarantineStore implements BatchStore<QuarantineEntry> {
    private static final String ADD_PARTITIONS =
            "insert into quarantine_count (log_partition) select distinct unnest(?) on conflict do"
                    + " nothing";

    private static final String INSERT_FRAMES =
            """
            with input as (
              select log_partition, log_offset,
                     timestamptz 'epoch' + log_us * interval '1 microsecond' as log_time,
                     device, frame_id, source, channel, payload, reason, detail
              from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                as i(log_partition, log_offset, log_us, device, frame_id, source, channel, payload, reason, detail)),
            inserted as (
              insert into quarantined_frame(
                  log_partition, log_offset, log_time, device, frame_id, source, channel, payload, reason, detail)
              select i.* from input i join quarantine_count c using (log_partition)
              where i.log_time >= c.deleted_before
              on conflict do nothing
              returning log_partition)
            update quarantine_count c set taken = c.taken + n.frames
            from (select log_partition, count(*) as frames from inserted group by log_partition) n
            where c.log_partition = n.log_partition\
            """;

    private final Database database;
    private @Nullable Connection open;

    QuarantineStore(Database database) {
        this.database = database;
    }

    @Override
    public void write(List<QuarantineEntry> batch) throws SQLException {
        try {
            Connection connection = connection();
            List<Integer> partitions =
                    column(batch, entry -> entry.origin().partition()).stream()
                            .distinct()
                            .sorted()
                            .toList();
            try (PreparedStatement add = connection.prepareStatement(ADD_PARTITIONS)) {
                Columns.bind(connection, add, 1, "int4", partitions);
                add.executeUpdate();
            }
            try (PreparedStatement insert = connection.prepareStatement(INSERT_FRAMES)) {
                bind(connection, insert, batch);
                insert.executeUpdate();
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

    private static void bind(
            Connection connection, PreparedStatement insert, List<QuarantineEntry> batch)
            throws SQLException {
        Columns.bind(
                connection, insert, 1, "int4", column(batch, entry -> entry.origin().partition()));
        Columns.bind(
                connection, insert, 2, "int8", column(batch, entry -> entry.origin().offset()));
        Columns.bind(
                connection,
                insert,
                3,
                "int8",
                column(
                        batch,
                        entry ->
                                ChronoUnit.MICROS.between(
                                        Instant.EPOCH, entry.origin().logTime())));
        Columns.bind(connection, insert, 4, "text", column(batch, QuarantineEntry::device));
        Columns.bind(connection, insert, 5, "text", column(batch, QuarantineEntry::frameId));
        Columns.bind(connection, insert, 6, "text", column(batch, QuarantineEntry::source));
        Columns.bind(connection, insert, 7, "text", column(batch, QuarantineEntry::channel));
        byte[][] payloads =
                batch.stream().map(entry -> entry.payload().toByteArray()).toArray(byte[][]::new);
        insert.setArray(8, connection.createArrayOf("bytea", payloads));
        Columns.bind(connection, insert, 9, "text", column(batch, QuarantineEntry::reason));
        Columns.bind(connection, insert, 10, "text", column(batch, QuarantineEntry::detail));
    }

    private static <T> List<T> column(
            List<QuarantineEntry> batch, Function<QuarantineEntry, T> member) {
        return batch.stream().map(member).toList();
    }

    private Connection connection() throws SQLException {
        if (open == null) {
            open = database.connect("lamplighter-quarantine");
            open.setAutoCommit(false);
        }
        return open;
    }

    // A connection that failed once is never used again.
    private void forgetConnection(SQLException cause) {
        try {
            close();
        } catch (SQLException e) {
            cause.addSuppressed(e);
            open = null;
        }
    }
}
