// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.archive;

import org.lamplighter.reading.PointValue;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * Rows in the binary form of {@code COPY}. They are sent piece by piece, so that the server stores
 * the first while the next are encoded. The buffer grows to the largest piece and is kept. For one
 * thread.
 */
final class BinaryRows {
    /** The columns of {@code point_value}, in the order they are written. */
    static final String COLUMNS =
            "device, point, time, seq, log_time, log_partition, log_offset, value, text, quality";

    private static final byte[] SIGNATURE = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };

    /** PostgreSQL counts from 2000-01-01. */
    private static final long EPOCH_MICROS = 946_684_800_000_000L;

    private static final int NULL = -1;

    /** Everything of a row and its entry but the text. */
    private static final int ROW_SIZE = 2 + 11 * 4 + 4 + 4 + 4 + 8 + 4 + 8 + 4 + 8 + 8 + 2;

    /** How many bytes are sent at once, or those of one row. */
    private static final int PIECE = 32 * 1024;

    private byte[] bytes = new byte[2 * PIECE];
    private ByteBuffer out = ByteBuffer.wrap(bytes);

    /**
     * Copies rows into a table.
     *
     * @param table its name, with {@link #COLUMNS}
     * @param withEntries whether the table has a first column for the entry's number
     */
    void copy(Connection connection, String table, PointRows rows, boolean withEntries)
            throws SQLException {
        out = ByteBuffer.wrap(bytes);
        out.put(SIGNATURE);
        CopyIn copy =
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("copy " + table + " from stdin (format binary)");
        try {
            for (PointRow row : rows) {
                encode(row, withEntries);
                if (out.position() >= PIECE) {
                    send(copy);
                }
            }
            require(2);
            out.putShort((short) -1);
            send(copy);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private void send(CopyIn copy) throws SQLException {
        copy.writeToCopy(bytes, 0, out.position());
        out.clear();
    }

    private void encode(PointRow row, boolean withEntry) {
        require(ROW_SIZE);
        out.putShort((short) (withEntry ? 11 : 10));
        if (withEntry) {
            out.putInt(4).putInt(row.entry());
        }
        out.putInt(4).putInt(row.device());
        out.putInt(4).putInt(row.point());
        out.putInt(8).putLong(row.micros() - EPOCH_MICROS);
        out.putInt(4).putInt(row.sequence());
        out.putInt(8).putLong(row.logMicros() - EPOCH_MICROS);
        out.putInt(4).putInt(row.logPartition());
        out.putInt(8).putLong(row.logOffset());
        switch (row.value()) {
            case PointValue.Quantity quantity ->
                    out.putInt(8).putDouble(quantity.value()).putInt(NULL);
            case PointValue.Flag flag ->
                    out.putInt(8).putDouble(flag.value() ? 1.0 : 0.0).putInt(NULL);
            case PointValue.Text text -> {
                out.putInt(NULL);
                // PostgreSQL's text cannot hold U+0000
                byte[] utf8 =
                        text.value().replace('\u0000', '\uFFFD').getBytes(StandardCharsets.UTF_8);
                require(utf8.length + ROW_SIZE);
                out.putInt(utf8.length).put(utf8);
            }
        }
        out.putInt(2).putShort((short) row.quality());
    }

    private void require(int size) {
        if (out.remaining() < size) {
            int used = out.position();
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, used + size));
            out = ByteBuffer.wrap(bytes);
            out.position(used);
        }
    }
}
