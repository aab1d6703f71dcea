// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Columns as arrays, for {@code unnest} and {@code any}. Stateless. */
final class Columns {
    private Columns() {}

    /** Sets a parameter to an array of a PostgreSQL type. */
    static void bind(
            Connection connection,
            PreparedStatement statement,
            int index,
            String type,
            List<?> column)
            throws SQLException {
        statement.setArray(index, connection.createArrayOf(type, column.toArray()));
    }
}
