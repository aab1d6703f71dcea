// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.archive;

import static org.assertj.core.api.Assertions.assertThat;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lamplighter.desk.Desk;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.rest.Answer;
import org.lamplighter.desk.rest.Principal;
import org.lamplighter.desk.rest.Problem;
import org.lamplighter.desk.rest.Request;
import org.lamplighter.desk.testing.DeskClient;
import org.lamplighter.desk.testing.RealServers;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Down-sampling at its limits and one past them. */
class ReadingBoundsIT {
    private static final String FROM = "?from=2026-11-20T00:00:00Z&to=";

    private static Optional<DeskConfig> config = Optional.empty();
    private static Optional<Desk> desk = Optional.empty();
    private static Optional<DeskClient> client = Optional.empty();

    @BeforeAll
    static void start() throws Exception {
        DeskConfig fresh = RealServers.freshDesk();
        config = Optional.of(fresh);
        Desk started = Desk.start(fresh);
        desk = Optional.of(started);
        client = Optional.of(new DeskClient(started.address(), fresh.data()));
        try (Connection connection = RealServers.connect(fresh);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into device_name (device) values ('A-1'), ('A-2'); insert into"
                        + " point_name (point) select 'p' || i from generate_series(1, 11) as i;"
                        + " insert into point_value select d.id, p.id, timestamptz"
                        + " '2026-11-20T00:00:00Z' + s * interval '1 minute', 0, now(), 0, 1, 1,"
                        + " null, 0 from device_name d, point_name p, generate_series(0, 999) as s"
                        + " where d.device = 'A-2' or p.point <> 'p11'");
        }
    }

    @AfterAll
    static void stop() {
        client.ifPresent(DeskClient::close);
        desk.ifPresent(Desk::close);
    }

    @Test
    void aRangeHas1000Buckets() throws Exception {
        assertThat(
                        get("A-1", FROM + "2026-11-20T16:40:00Z&every=1m&point=p1")
                                .json()
                                .path("buckets"))
                .hasSize(1000);
        DeskClient.Told more = get("A-1", FROM + "2026-11-20T16:40:01Z&every=1m&point=p1");
        assertThat(more.status()).isEqualTo(422);
        assertThat(more.faults())
                .containsExactly(
                        "query every: a range has at most 1000 buckets, but from"
                            + " 2026-11-20T00:00:00Z to 2026-11-20T16:41:00Z there are 1001 of 1m;"
                            + " ask for longer buckets or for a shorter range");
    }

    @Test
    void anAnswerHas10000BucketsOverAllPoints() throws Exception {
        assertThat(get("A-1", FROM + "2026-11-20T16:40:00Z&every=1m").json().path("buckets"))
                .hasSize(10_000);
        assertThat(get("A-2", FROM + "2026-11-20T16:40:00Z&every=1m").faults())
                .containsExactly(
                        "query: an answer has at most 10000 buckets over all points, and here are"
                                + " more; name one point, or ask for a shorter range");
    }

    @Test
    void addingUpEndsWithItsTime() throws Exception {
        DeskConfig.Database database = config.orElseThrow().database();
        Jdbi jdbi = Jdbi.create(database.url(), database.user(), database.password());
        Request request =
                new Request(
                        "/api/v1/devices/A-1/readings",
                        Map.of("id", "A-1"),
                        Map.of("every", "1h"),
                        Map.of(),
                        new byte[0],
                        new Principal("test"));
        assertThat(ReadingRoutes.PATIENCE).isEqualTo(Duration.ofSeconds(20));
        try (Connection connection = RealServers.connect(config.orElseThrow());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table point_value in access exclusive mode");
            Answer answer =
                    new ReadingRoutes(jdbi, InstantSource.system(), Duration.ofMillis(200))
                            .routes()
                            .getFirst()
                            .handler()
                            .answer(request);
            Problem problem = ((Answer.Refused) answer).problem();
            assertThat(problem.faults().getFirst())
                    .hasToString("query: adding up took longer than 0 s; ask for a shorter range");
        }
    }

    @Test
    void saysEverythingThatIsWrongWithIt() throws Exception {
        assertThat(get("A-1", "?every=5&limit=3&after=x").faults())
                .containsExactly(
                        "query every: a bucket is 1s to 366d long, a number and s, m, h or d, not"
                                + " 5; write it such as 5m or 1h",
                        "query limit: buckets come all at once, not in pages; leave it out, or"
                                + " leave every out",
                        "query after: buckets come all at once, not in pages; leave it out, or"
                                + " leave every out");
    }

    private static DeskClient.Told get(String device, String query) throws Exception {
        return client.orElseThrow().get("/api/v1/devices/" + device + "/readings" + query);
    }
}
