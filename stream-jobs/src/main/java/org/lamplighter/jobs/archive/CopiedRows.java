// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.archive;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;

/**
 * {@code COPY} straight into {@code point_value}: the fastest way there is, and all or nothing. A
 * row that is there already fails the whole batch with {@link #UNIQUE_VIOLATION}; it is then to be
 * written another way. For one thread.
 */
final class CopiedRows implements RowWriter {
    /** The SQL state of a row that is there already. */
    static final String UNIQUE_VIOLATION = "23505";

    private final BinaryRows binary;

    CopiedRows(BinaryRows binary) {
        this.binary = binary;
    }

    @Override
    public BitSet write(Connection connection, PointRows rows) throws SQLException {
        binary.copy(connection, "point_value(" + BinaryRows.COLUMNS + ")", rows, false);
        return rows.entries();
    }
}
