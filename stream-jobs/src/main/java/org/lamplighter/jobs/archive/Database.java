// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.archive;

import java.io.Serializable;

/**
 * The database of the archive.
 *
 * @param jdbcUrl such as {@code jdbc:postgresql://localhost:5433/postgres}
 * @param user the user
 * @param password its password
 */
public record Database(String jdbcUrl, String user, String password) implements Serializable {
    /** Without the password. */
    @Override
    public String toString() {
        return "Database[" + jdbcUrl + ", user " + user + "]";
    }
}
