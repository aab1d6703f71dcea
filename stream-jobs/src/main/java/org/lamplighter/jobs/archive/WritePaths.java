// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.archive;

import java.sql.SQLException;

/**
 * Which way the next batch goes. {@code COPY} into the table itself is tried first, since nearly no
 * batch has a row that is there already: the lanes' marks keep out what was written before. A batch
 * that has one is written through a staging table, and so are the next ones, so that a device that
 * says the same again and again costs one failed {@code COPY} in many batches and not one in each.
 * A database that has no {@code COPY} gets arrays.
 *
 * <p>For one thread.
 */
public final class WritePaths {
    /** How many batches are staged after one that had a row which was there already. */
    public static final int STAGED_AFTER_CONFLICT = 32;

    private static final String NOT_SUPPORTED = "0A000";

    private final RowWriter copied;
    private final RowWriter staged;
    private final RowWriter unnested = new UnnestRows();
    private boolean hasCopy;
    private int toStage;

    private WritePaths(boolean hasCopy) {
        BinaryRows binary = new BinaryRows();
        this.copied = new CopiedRows(binary);
        this.staged = new StagedRows(binary);
        this.hasCopy = hasCopy;
    }

    /** By {@code COPY} as long as the database has it. */
    public static WritePaths byCopy() {
        return new WritePaths(true);
    }

    /** Each batch through the staging table, for comparison. */
    public static WritePaths byStage() {
        WritePaths paths = new WritePaths(true);
        paths.toStage = Integer.MAX_VALUE;
        return paths;
    }

    /** By arrays only. */
    public static WritePaths byUnnest() {
        return new WritePaths(false);
    }

    /** The way of the next batch. */
    RowWriter next() {
        if (!hasCopy) {
            return unnested;
        }
        if (toStage > 0) {
            toStage--;
            return staged;
        }
        return copied;
    }

    /**
     * Whether a batch that failed so is to be written again at once: {@link #next} gives another
     * way.
     */
    boolean isToBeTakenAnotherWay(SQLException failure) {
        if (hasCopy && NOT_SUPPORTED.equals(failure.getSQLState())) {
            hasCopy = false;
            return true;
        }
        if (hasCopy && toStage == 0 && CopiedRows.UNIQUE_VIOLATION.equals(failure.getSQLState())) {
            toStage = STAGED_AFTER_CONFLICT;
            return true;
        }
        return false;
    }
}
