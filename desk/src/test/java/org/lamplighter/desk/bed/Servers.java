// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.bed;

import com.zaxxer.hikari.HikariDataSource;

import org.lamplighter.desk.testing.ServerDirectory;
import org.lamplighter.embedded.EmbeddedKafka;
import org.lamplighter.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One Kafka and one PostgreSQL for all tests of this JVM; each test gets its own database and
 * topics.
 */
public final class Servers {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private static final class Holder {
        static final Servers INSTANCE = start();
    }

    private final EmbeddedPostgres postgres;
    private final EmbeddedKafka kafka;

    private Servers(EmbeddedPostgres postgres, EmbeddedKafka kafka) {
        this.postgres = postgres;
        this.kafka = kafka;
    }

    /** The servers, started by the first who asks. */
    public static Servers shared() {
        return Holder.INSTANCE;
    }

    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** A name that no other test has. */
    public static String freshName() {
        return "t" + NAMES.incrementAndGet();
    }

    /** A pool on a new, empty database. */
    public HikariDataSource database(String name) {
        try (Connection connection =
                        DriverManager.getConnection(
                                postgres.jdbcUrl(), postgres.user(), postgres.password());
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + name);
        pool.setUsername(postgres.user());
        pool.setPassword(postgres.password());
        pool.addDataSourceProperty("reWriteBatchedInserts", "true");
        pool.setMaximumPoolSize(10);
        return pool;
    }

    private static Servers start() {
        try {
            Path directory = ServerDirectory.make("bed");
            EmbeddedPostgres postgres = EmbeddedPostgres.start(directory.resolve("postgres"), 0);
            EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
            ServerDirectory.deleteAtEnd(directory, List.of(kafka::close, postgres::close));
            return new Servers(postgres, kafka);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
