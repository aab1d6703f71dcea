// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;

import org.junit.jupiter.api.Test;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.testing.RealServers;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class DatabasePoolIT {
    @Test
    void givesTenConnectionsAndTheNextOnlyWhenOneComesBack() throws Exception {
        DeskConfig.Database fresh = RealServers.freshDesk().database();
        DeskConfig.Database config =
                new DeskConfig.Database(
                        fresh.url(),
                        fresh.user(),
                        fresh.password(),
                        DeskConfig.Database.DEFAULT_CONNECTIONS);
        List<Connection> taken = new ArrayList<>();
        try (HikariDataSource pool = Database.pool(config, Duration.ofMillis(300))) {
            for (int i = 0; i < 10; i++) {
                taken.add(connect(pool));
            }

            assertThatThrownBy(pool::getConnection)
                    .isInstanceOf(SQLTransientConnectionException.class);
            taken.removeLast().close();
            taken.add(pool.getConnection());

            assertThat(taken).hasSize(10);
            for (Connection each : taken) {
                each.close();
            }
        }
    }

    @Test
    void hasTenAndWaitsFiveSecondsUnlessToldOtherwise() throws Exception {
        assertThat(DeskConfig.defaults(Path.of("data")).database().connections()).isEqualTo(10);
        try (HikariDataSource pool = Database.pool(RealServers.freshDesk().database())) {
            assertThat(pool.getConnectionTimeout()).isEqualTo(5_000);
        }
    }

    /** The pool opens its connections when they are asked for, which may take a few tries. */
    private static Connection connect(HikariDataSource pool) throws Exception {
        for (int tries = 1; ; tries++) {
            try {
                return pool.getConnection();
            } catch (SQLTransientConnectionException e) {
                if (tries == 100) {
                    throw e;
                }
            }
        }
    }
}
