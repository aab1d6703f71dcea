// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.rest.RestConfig;
import org.lamplighter.embedded.EmbeddedKafka;
import org.lamplighter.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One PostgreSQL and one Kafka for all integration tests of this JVM, started when first needed and
 * stopped with the JVM. Each test gets a database, topics and a data directory of its own.
 */
public final class RealServers {
    private static final AtomicInteger NEXT = new AtomicInteger();

    private static final class Holder {
        private static final RealServers SERVERS = new RealServers();
    }

    private final EmbeddedPostgres postgres;
    private final EmbeddedKafka kafka;
    private final Path directory;

    private RealServers() {
        try {
            directory = ServerDirectory.make("desk");
        } catch (IOException e) {
            throw new IllegalStateException("no directory for the servers", e);
        }
        postgres = EmbeddedPostgres.start(directory.resolve("postgres"), 0);
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        ServerDirectory.deleteAtEnd(directory, List.of(kafka::close, postgres::close));
    }

    /** A configuration of a desk that shares nothing with any other. */
    public static DeskConfig freshDesk() throws IOException, SQLException {
        return Holder.SERVERS.fresh();
    }

    /**
     * Connections to a desk's database that are used again: making one takes longer than what a
     * test asks. They end with the JVM.
     *
     * @param options for the server, such as {@code -c deadlock_timeout=2s}; may be empty
     */
    public static HikariDataSource pool(DeskConfig config, String options) {
        HikariConfig hikari = new HikariConfig();
        hikari.setJdbcUrl(config.database().url());
        hikari.setUsername(config.database().user());
        hikari.setPassword(config.database().password());
        hikari.setMaximumPoolSize(4);
        hikari.setMinimumIdle(1);
        hikari.addDataSourceProperty("options", options);
        return new HikariDataSource(hikari);
    }

    /** A connection to a desk's database. */
    public static Connection connect(DeskConfig config) throws SQLException {
        return DriverManager.getConnection(
                config.database().url(), config.database().user(), config.database().password());
    }

    private DeskConfig fresh() throws IOException, SQLException {
        int number = NEXT.incrementAndGet();
        String database = "test" + number;
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + database);
        }
        String url =
                postgres.jdbcUrl().replaceFirst("(jdbc:postgresql://[^/]+/)[^?]*", "$1" + database);
        return new DeskConfig(
                directory.resolve("data" + number),
                new DeskConfig.Database(url, postgres.user(), postgres.password(), 4),
                new DeskConfig.Kafka(
                        kafka.bootstrapServers(),
                        "t" + number + ".",
                        3,
                        (short) 1,
                        (short) 1,
                        Map.of()),
                new RestConfig("127.0.0.1", 0, Duration.ofSeconds(1)));
    }
}
