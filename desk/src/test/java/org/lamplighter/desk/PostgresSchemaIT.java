// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.desk.testing.RealServers;

import java.util.List;
import java.util.Optional;

import javax.sql.DataSource;

/** On plain PostgreSQL, as it is embedded. */
class PostgresSchemaIT extends ArchiveContract {
    private static Optional<DataSource> database = Optional.empty();

    @Override
    DataSource migrated() throws Exception {
        if (database.isEmpty()) {
            database = Optional.of(RealServers.pool(RealServers.freshDesk(), ""));
        }
        Database.migrate(database.get());
        return database.get();
    }

    @Override
    boolean isTimescale() {
        return false;
    }

    @Test
    void aMonthThatIsMadeLateTakesItsRowsOverFromTheDefaultPartition() {
        jdbi().useHandle(
                        handle -> {
                            handle.execute(
                                    "insert into point_value values (9001, 1,"
                                        + " '2030-05-31T23:59:59Z', 0, now(), 0, 1, 1, null, 0),"
                                        + " (9001, 1, '2030-06-01T00:00:00Z', 0, now(), 0, 2, 1,"
                                        + " null, 0)");
                            handle.execute("select ensure_point_value_month('2030-05-15')");
                            handle.execute("select ensure_point_value_month('2030-05-15')");
                        });
        assertThat(count("select count(*) from point_value_2030_05")).isEqualTo(1);
        assertThat(count("select count(*) from point_value_default where device = 9001"))
                .isEqualTo(1);
        assertThat(count("select count(*) from point_value where device = 9001")).isEqualTo(2);
    }

    @Override
    void refreshHours() {}

    @Test
    void dropsMonthsThatAreTooOldAndSingleRowsOfNoMonth() {
        // what the other tests have left of old rows
        dropped("2025-01-01T00:00:00Z", 1_000);
        jdbi().useHandle(
                        handle -> {
                            handle.execute("select ensure_point_value_month('2025-01-01')");
                            handle.execute("select ensure_point_value_month('2025-02-01')");
                        });
        archive(
                "M-1",
                "tilt",
                List.of(
                        "1999-12-31T00:00:00Z",
                        "1999-12-31T00:00:01Z",
                        "2025-01-31T23:59:59Z",
                        "2025-02-01T00:00:00Z"));

        assertThat(dropped("2025-01-31T23:59:59Z", 1)).isEqualTo("{} 1");
        assertThat(dropped("2025-02-01T00:00:00Z", 10)).isEqualTo("{point_value_2025_01} 1");
        assertThat(dropped("2025-02-01T00:00:00Z", 10)).isEqualTo("{} 0");
        assertThat(
                        count(
                                "select count(*) from point_value v join device_name d on d.id ="
                                        + " v.device where d.device = 'M-1'"))
                .isEqualTo(1);
    }

    private String dropped(String cutoff, int most) {
        return jdbi().withHandle(
                        handle ->
                                handle.createQuery(
                                                "select dropped::text || ' ' || deleted from"
                                                        + " drop_archived_before(cast(:cutoff as"
                                                        + " timestamptz), :most)")
                                        .bind("cutoff", cutoff)
                                        .bind("most", most)
                                        .mapTo(String.class)
                                        .one());
    }
}
