// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.latency;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Hears of each new case row when its transaction is committed: a trigger notifies, and PostgreSQL
 * delivers a notification only with the commit. No polling, and the transport of the notification
 * counts as part of the latency. The trigger is dropped at the end.
 */
final class CaseWatch implements AutoCloseable {
    private static final String CHANNEL = "lamplighter_bench_case";
    private static final int WAIT_MILLIS = 500;

    private final Connection connection;
    private final Clock clock;
    private final Passages passages;
    private final Thread thread;
    private volatile boolean closing;
    private volatile @Nullable SQLException broken;

    private CaseWatch(Connection connection, Clock clock, Passages passages) {
        this.connection = connection;
        this.clock = clock;
        this.passages = passages;
        this.thread = Thread.ofPlatform().name("case-watch").unstarted(this::listen);
    }

    static CaseWatch start(String jdbcUrl, String password, Clock clock, Passages passages)
            throws SQLException {
        Connection connection = DriverManager.getConnection(jdbcUrl, "postgres", password);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    create or replace function lamplighter_bench_case() returns trigger
                    language plpgsql as $$
                    begin
                        perform pg_notify('lamplighter_bench_case', new.devices[1] || ' '
                            || (extract(epoch from clock_timestamp()) * 1000000)::bigint);
                        return null;
                    end $$
                    """);
            statement.execute(
                    "create or replace trigger lamplighter_bench_case after insert on cases"
                            + " for each row execute function lamplighter_bench_case()");
            statement.execute("listen " + CHANNEL);
        }
        CaseWatch watch = new CaseWatch(connection, clock, passages);
        watch.thread.start();
        return watch;
    }

    private void listen() {
        try {
            PGConnection session = connection.unwrap(PGConnection.class);
            while (!closing) {
                PGNotification @Nullable [] heard = session.getNotifications(WAIT_MILLIS);
                long at = System.nanoTime();
                for (PGNotification each : heard == null ? new PGNotification[0] : heard) {
                    note(each.getParameter(), at);
                }
            }
        } catch (SQLException e) {
            broken = e;
        }
    }

    private void note(String parameter, long at) {
        int space = parameter.indexOf(' ');
        String device = parameter.substring(0, space);
        long micros = Long.parseLong(parameter.substring(space + 1));
        passages.passed(Stage.INSERTED, device, clock.ofMicros(micros));
        passages.passed(Stage.COMMITTED, device, at);
    }

    @Override
    public void close() throws SQLException, InterruptedException {
        closing = true;
        thread.join();
        try (connection;
                Statement statement = connection.createStatement()) {
            statement.execute("drop trigger if exists lamplighter_bench_case on cases");
            statement.execute("drop function if exists lamplighter_bench_case()");
        }
        if (broken != null) {
            throw new SQLException("the watch on the case table ended early", broken);
        }
    }
}
