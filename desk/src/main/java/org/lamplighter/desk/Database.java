// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.lamplighter.desk.part.DeskConfig;

import java.time.Duration;

import javax.sql.DataSource;

/** The pool and the migrations. */
public final class Database {
    /** How long a request waits for a free connection before it is told to come again. */
    static final Duration WAIT = Duration.ofSeconds(5);

    private Database() {}

    static HikariDataSource pool(DeskConfig.Database config) {
        return pool(config, WAIT);
    }

    static HikariDataSource pool(DeskConfig.Database config, Duration wait) {
        HikariConfig hikari = new HikariConfig();
        hikari.setPoolName("desk");
        hikari.setJdbcUrl(config.url());
        hikari.setUsername(config.user());
        hikari.setPassword(config.password());
        hikari.setMaximumPoolSize(config.connections());
        hikari.setConnectionTimeout(wait.toMillis());
        hikari.addDataSourceProperty("ApplicationName", "lamplighter-desk");
        hikari.addDataSourceProperty("reWriteBatchedInserts", "true");
        hikari.addDataSourceProperty("tcpKeepAlive", "true");
        return new HikariDataSource(hikari);
    }

    /**
     * Brings the schema to this program's version; several desks that start at once wait for each
     * other.
     *
     * @throws FlywayException if the database is newer than this program, was changed by hand, or
     *     cannot be reached
     */
    public static void migrate(DataSource dataSource) {
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(dataSource)
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }
}
