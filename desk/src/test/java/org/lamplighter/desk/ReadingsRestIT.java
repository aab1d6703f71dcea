// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.testing.DeskClient;
import org.lamplighter.desk.testing.DeskClient.Told;
import org.lamplighter.desk.testing.RealServers;

import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A device's archived readings over HTTP. */
class ReadingsRestIT {
    private static final String PATH = "/api/v1/devices/A-1/readings";

    private static Optional<Desk> desk = Optional.empty();
    private static Optional<DeskClient> opened = Optional.empty();

    @BeforeAll
    static void start() throws Exception {
        DeskConfig config = RealServers.freshDesk();
        Desk started = Desk.start(config);
        desk = Optional.of(started);
        opened = Optional.of(new DeskClient(started.address(), config.data()));
        try (Connection connection = RealServers.connect(config);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into device_name (device) values ('A-1'), ('A-2'); insert into"
                        + " point_name (point) values ('tilt'), ('open'), ('fault'); insert into"
                        + " point_value select d.id, p.id, v.time, v.seq, '2026-11-21T07:59:59Z',"
                        + " 0, 1, v.value, v.text, v.quality from (values ('A-1', 'tilt',"
                        + " timestamptz '2026-11-21T07:00:00Z', 0, 3.5::float8, null, 0), ('A-1',"
                        + " 'open', '2026-11-21T07:00:00Z', 0, 1, null, 8), ('A-1', 'fault',"
                        + " '2026-11-21T07:00:00Z', 0, null, 'none', 2), ('A-1', 'tilt',"
                        + " '2026-11-21T07:00:00Z', 1, 4, null, 5), ('A-1', 'tilt',"
                        + " '2026-11-21T08:00:00Z', 0, 5, null, 16), ('A-2', 'tilt',"
                        + " '2026-11-21T07:00:00Z', 0, 99, null, 0)) as v (device, point, time,"
                        + " seq, value, text, quality) join device_name d using (device) join"
                        + " point_name p using (point)");
        }
    }

    @AfterAll
    static void stop() {
        opened.ifPresent(DeskClient::close);
        desk.ifPresent(Desk::close);
    }

    @Test
    void tellsEachKindOfValueWithItsQualityInTheOrderOfTime() throws Exception {
        Told told = get("?from=2026-11-21T07:00:00Z&to=2026-11-21T08:00:00Z");
        assertThat(told.status()).isEqualTo(200);
        String at = "{\"time\":\"2026-11-21T07:00:00Z\",\"point\":";
        String log = "\"logTime\":\"2026-11-21T07:59:59Z\",\"quality\":";
        assertThat(told.body())
                .isEqualTo(
                        "{\"device\":\"A-1\",\"readings\":["
                                + (at + "\"fault\",\"value\":\"none\",\"seq\":0,")
                                + (log + "[\"late\"]},")
                                + (at + "\"open\",\"value\":true,\"seq\":0,")
                                + (log + "[]},")
                                + (at + "\"tilt\",\"value\":3.5,\"seq\":0,")
                                + (log + "[]},")
                                + (at + "\"tilt\",\"value\":4.0,\"seq\":1,")
                                + (log + "[\"clock-suspect\",\"history\"]}")
                                + "]}");
    }

    @Test
    void givesEveryValueOnceOverItsPages() throws Exception {
        String query = "?from=2026-11-21T00:00:00Z&to=2026-11-22T00:00:00Z&limit=2";
        List<String> seen = new ArrayList<>();
        List<Integer> pages = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = get(query + after).json();
            pages.add(page.path("readings").size());
            for (JsonNode value : page.path("readings")) {
                seen.add(value.path("point").asText() + " " + value.path("value").asText());
            }
            after = page.has("next") ? "&after=" + page.path("next").asText() : "";
        } while (!after.isEmpty());
        assertThat(pages).containsExactly(2, 2, 1);
        assertThat(seen)
                .containsExactly("fault none", "open true", "tilt 3.5", "tilt 4.0", "tilt 5.0");
    }

    @Test
    void tellsOnePointAloneAndOfAnUnknownDeviceNothing() throws Exception {
        String day = "?from=2026-11-21T00:00:00Z&to=2026-11-22T00:00:00Z";
        assertThat(get(day + "&point=open").json().path("readings")).hasSize(1);
        assertThat(opened.orElseThrow().get("/api/v1/devices/nobody/readings" + day).body())
                .isEqualTo("{\"device\":\"nobody\",\"readings\":[]}");
    }

    @Test
    void saysEverythingThatIsWrongWithAQuery() throws Exception {
        Told told = get("?from=yesterday&to=1969-12-31T23:59:59Z&point=Tilt&limit=0&after=x");
        assertThat(told.status()).isEqualTo(422);
        String time =
                ": a time must be ISO 8601 with an offset, from 1970 to 9998; write it such as"
                        + " 2026-11-21T08:00:00Z (a + must be written %2B)";
        assertThat(told.faults())
                .containsExactly(
                        "query to" + time,
                        "query from" + time,
                        "query point: a point's name must be a lower-case letter followed by at"
                            + " most 63 lower-case letters, digits or _; write it as the device's"
                            + " profile does",
                        "query limit: a page has 1 to 500 things, not 0; ask for several pages with"
                                + " after",
                        "query after: it must be the member next of the page before; leave it out"
                                + " to begin anew");
        assertThat(get("?from=2026-11-22T00:00:00Z&to=2026-11-21T00:00:00Z").faults())
                .containsExactly(
                        "query from: from must not be after to, but 2026-11-22T00:00:00Z is after"
                                + " 2026-11-21T00:00:00Z; swap them");
    }

    private static Told get(String query) throws Exception {
        return opened.orElseThrow().get(PATH + query);
    }
}
