// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.archive;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Binary {@code COPY} and nothing else: no names, no marks, no counts, and nothing may be there
 * twice. It is the floor.
 */
final class BareCopy {
    private static final byte[] SIGNATURE = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");
    private static final int ROW = 128;

    private final Workload workload;
    private final String table;
    private final boolean narrow;
    private final boolean sorted;

    /**
     * @param table with the columns of {@code point_value}, or if narrow (device, point, time,
     *     value)
     * @param sorted whether each batch is put into the order of the key
     */
    BareCopy(Workload workload, String table, boolean narrow, boolean sorted) {
        this.workload = workload;
        this.table = table;
        this.narrow = narrow;
        this.sorted = sorted;
    }

    /** Writes one batch and commits it. */
    void write(Connection connection, int number) throws SQLException {
        int first = workload.first(number);
        int last = workload.last(number);
        ByteBuffer out =
                ByteBuffer.allocate(ROW * (last - first) * Workload.POINTS.size() + 2 * ROW);
        out.put(SIGNATURE);
        List<Integer> readings = new ArrayList<>(last - first);
        for (int i = first; i < last; i++) {
            readings.add(i);
        }
        if (sorted) {
            Collections.sort(
                    readings,
                    (a, b) -> {
                        int order = Integer.compare(number(a), number(b));
                        return order == 0 ? Integer.compare(a, b) : order;
                    });
        }
        for (int reading : readings) {
            for (int point = 0; point < Workload.POINTS.size(); point++) {
                row(out, reading, point);
            }
        }
        out.putShort((short) -1);
        CopyIn copy =
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("copy " + table + " from stdin (format binary)");
        copy.writeToCopy(out.array(), 0, out.position());
        copy.endCopy();
        connection.commit();
    }

    /** Empties the table. */
    void empty(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("truncate " + table);
        }
        connection.commit();
    }

    private int number(int reading) {
        return reading % workload.devices() + 1;
    }

    private void row(ByteBuffer out, int reading, int point) {
        long micros = micros(workload.time(reading));
        if (narrow) {
            out.putShort((short) 4);
            out.putInt(4).putInt(number(reading));
            out.putInt(2).putShort((short) (point + 1));
            out.putInt(8).putLong(micros);
            out.putInt(8).putDouble(workload.value(reading, point));
            return;
        }
        out.putShort((short) 10);
        out.putInt(4).putInt(number(reading));
        out.putInt(4).putInt(point + 1);
        out.putInt(8).putLong(micros);
        out.putInt(4).putInt(reading & 0xffff);
        out.putInt(8).putLong(micros + 3_000);
        out.putInt(4).putInt(0);
        out.putInt(8).putLong(reading);
        out.putInt(8).putDouble(workload.value(reading, point));
        out.putInt(-1);
        out.putInt(2).putShort((short) 0);
    }

    private static long micros(Instant time) {
        return (time.getEpochSecond() - EPOCH.getEpochSecond()) * 1_000_000
                + time.getNano() / 1_000;
    }
}
