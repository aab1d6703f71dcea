// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lamplighter.desk.testing.SingleConnection;
import org.lamplighter.desk.testing.TimescaleServer;

import java.util.List;
import java.util.Optional;

import javax.sql.DataSource;

/** On the real TimescaleDB, which the tests run in Node. */
class TimescaleSchemaIT extends ArchiveContract {
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

    @Override
    void refreshHours() {
        jdbi().useHandle(
                        handle ->
                                handle.execute(
                                        "call refresh_continuous_aggregate('point_hour', null,"
                                                + " null)"));
    }

    @Test
    void compressesRefreshesAndDropsByPoliciesOfTheDatabase() {
        setting("9600 hours", "336 hours"); // as a desk does soon after its start
        assertThat(
                        texts(
                                "select proc_name || ' ' || coalesce(config ->> 'drop_after',"
                                    + " config ->> 'compress_after', config ->> 'end_offset') from"
                                    + " timescaledb_information.jobs where hypertable_name is not"
                                    + " null order by 1"))
                .containsExactly(
                        "policy_compression 336:00:00",
                        "policy_refresh_continuous_aggregate 02:00:00",
                        "policy_retention 9600:00:00",
                        "policy_retention 9600:00:00");

        archive("T-1", "tilt", List.of("2020-01-01T00:00:00Z", "2026-11-01T00:00:00Z"));
        jdbi().useHandle(
                        handle -> {
                            handle.execute(
                                    "select compress_chunk(c, true) from show_chunks('point_value')"
                                            + " c");
                            for (String job :
                                    texts(
                                            "select job_id::text from timescaledb_information.jobs"
                                                    + " where proc_name = 'policy_retention' and"
                                                    + " hypertable_name = 'point_value'")) {
                                handle.execute("call run_job(" + job + ")");
                            }
                        });
        // what was compressed is read, and written to, as before
        archive("T-1", "tilt", List.of("2026-11-01T00:00:00Z", "2026-11-01T00:01:00Z"));
        assertThat(
                        texts(
                                "select v.time at time zone 'UTC' from point_value v join"
                                        + " device_name d on d.id = v.device where d.device = 'T-1'"
                                        + " order by 1"))
                .containsExactly("2026-11-01 00:00:00", "2026-11-01 00:01:00");
    }

    @Test
    void takesAnotherRetentionFromItsNextStart() {
        setting("400 days", "14 days");
        assertThat(setting("400 days", "14 days")).isFalse();
        assertThat(setting("30 days", "14 days")).isTrue();
        assertThat(
                        texts(
                                "select config ->> 'drop_after' from timescaledb_information.jobs"
                                        + " where proc_name = 'policy_retention'"))
                .containsExactly("30 days", "30 days");
        assertThat(setting("9600 hours", "14 days")).isTrue();
    }

    private boolean setting(String kept, String compressed) {
        return jdbi().withHandle(
                        handle ->
                                handle.createQuery(
                                                "select apply_archive_setting(cast(:kept as"
                                                    + " interval), cast(:compressed as interval))")
                                        .bind("kept", kept)
                                        .bind("compressed", compressed)
                                        .mapTo(Boolean.class)
                                        .one());
    }

    private List<String> texts(String sql) {
        return jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
    }
}
