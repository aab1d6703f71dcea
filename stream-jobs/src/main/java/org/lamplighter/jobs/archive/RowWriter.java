// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.archive;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;

/** A way of putting rows into {@code point_value}, within its caller's transaction. */
interface RowWriter {
    /**
     * Writes rows.
     *
     * @param rows in the order of their key
     * @return the entries of which at least one row was not there yet
     * @throws SQLException if none was written; the transaction is to be rolled back
     */
    BitSet write(Connection connection, List<PointRow> rows) throws SQLException;
}
