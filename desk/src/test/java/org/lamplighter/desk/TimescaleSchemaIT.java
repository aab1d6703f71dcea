// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.lamplighter.desk.testing.SingleConnection;
import org.lamplighter.desk.testing.TimescaleServer;

import java.util.Optional;

import javax.sql.DataSource;

/** On the real TimescaleDB, which the tests run in Node. */
class TimescaleSchemaIT extends SchemaContract {
    private static Optional<TimescaleServer> server = Optional.empty();
    private static Optional<SingleConnection> connection = Optional.empty();

    @BeforeAll
    static void start() throws Exception {
        TimescaleServer started = TimescaleServer.start();
        server = Optional.of(started);
        connection = Optional.of(new SingleConnection(started.url(), "postgres", "postgres"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (connection.isPresent()) {
            connection.get().close();
        }
        if (server.isPresent()) {
            server.get().close();
        }
    }

    @Override
    DataSource migrated() {
        DataSource dataSource = connection.orElseThrow();
        Database.migrate(dataSource);
        return dataSource;
    }

    @Override
    boolean isTimescale() {
        return true;
    }
}
