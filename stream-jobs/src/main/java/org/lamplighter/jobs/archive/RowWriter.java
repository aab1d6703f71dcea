// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.archive;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;

/** A way of putting rows into {@code point_value}, within its caller's transaction. */
interface RowWriter {
    /**
     * Writes rows.
     *
     * @return the entries of which at least one row was not there yet
     * @throws SQLException if none was written; the transaction is to be rolled back
     */
    BitSet write(Connection connection, PointRows rows) throws SQLException;
}
