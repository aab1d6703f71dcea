// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.archive;

import java.sql.SQLException;
import java.util.List;

/**
 * Where batches are written to. Blocks on the database. For one thread.
 *
 * @param <E> what is written
 */
public interface BatchStore<E> extends AutoCloseable {
    /**
     * Writes a batch, each entry counting once however often it is written.
     *
     * @throws SQLException if it was not written, or if that is unknown; write it again
     */
    void write(List<E> batch) throws SQLException;

    @Override
    void close() throws SQLException;
}
