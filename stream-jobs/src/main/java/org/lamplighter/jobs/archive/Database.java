// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.archive;

import org.postgresql.Driver;

import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;

/**
 * The database of the archive.
 *
 * @param jdbcUrl such as {@code jdbc:postgresql://localhost:5433/postgres}
 * @param user the user
 * @param password its password
 */
public record Database(String jdbcUrl, String user, String password) implements Serializable {
    /** Seconds after which a silent database counts as gone. */
    private static final String SOCKET_TIMEOUT_SECONDS = "30";

    /**
     * A connection of its own.
     *
     * @param name what the database calls it
     */
    Connection connect(String name) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", name);
        properties.setProperty("socketTimeout", SOCKET_TIMEOUT_SECONDS);
        properties.setProperty("tcpKeepAlive", "true");
        // by the driver that came with this class: a Flink cluster loads each submission's classes
        // anew, and DriverManager would know those of the first one only
        Connection connection = new Driver().connect(jdbcUrl, properties);
        if (connection == null) {
            throw new SQLException(jdbcUrl + " is no address of PostgreSQL");
        }
        return connection;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "Database[" + jdbcUrl + ", user " + user + "]";
    }
}
