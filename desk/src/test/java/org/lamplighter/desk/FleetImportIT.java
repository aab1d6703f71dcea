// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.testing.Await;
import org.lamplighter.desk.testing.DeskClient;
import org.lamplighter.desk.testing.DeskClient.Told;
import org.lamplighter.desk.testing.RealServers;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** A file of as many devices as one may have, sent to a real desk. */
class FleetImportIT {
    private static final int FLEET = 100_000;

    private static Optional<DeskConfig> config = Optional.empty();
    private static Optional<Desk> desk = Optional.empty();
    private static Optional<DeskClient> opened = Optional.empty();

    @BeforeAll
    static void start() throws Exception {
        DeskConfig fresh = RealServers.freshDesk();
        config = Optional.of(fresh);
        Desk started = Desk.start(fresh);
        desk = Optional.of(started);
        opened = Optional.of(new DeskClient(started.address(), fresh.data()));
    }

    @AfterAll
    static void stop() {
        opened.ifPresent(DeskClient::close);
        desk.ifPresent(Desk::close);
    }

    @Test
    void registersAHundredThousandDevicesInAMinuteAllOrNone() throws Exception {
        String csv = fleet(FLEET);
        Await.until("nothing to send", Duration.ofMinutes(1), () -> unsent() == 0);
        long begun = System.nanoTime();
        Told told = importCsv("", csv);
        Duration registered = Duration.ofNanos(System.nanoTime() - begun);
        assertThat(told.status()).as(told.body()).isEqualTo(201);
        Await.until("all in the log", Duration.ofMinutes(2), () -> unsent() == 0);
        Duration published = Duration.ofNanos(System.nanoTime() - begun);
        System.out.printf(
                "import of %d devices (%d kB) by REST: answered after %.1f s, all of its changes in"
                        + " the log after %.1f s%n",
                FLEET,
                csv.length() / 1_000,
                registered.toMillis() / 1e3,
                published.toMillis() / 1e3);
        assertThat(told.json().path("created").asInt()).isEqualTo(FLEET);
        assertThat(told.json().path("devices")).hasSize(FLEET);
        assertThat(devices()).isEqualTo(FLEET);
        assertThat(registered).isLessThan(Duration.ofMinutes(1));

        String beginning = csv.lines().limit(1_001).collect(Collectors.joining("\n"));
        Told again = importCsv("", beginning);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.faults()).hasSize(100);
        assertThat(again.json().path("detail").asText())
                .startsWith(
                        "line 2, column id: the device \"F-000000\" is registered already; PATCH"
                                + " it, or choose another id\n")
                .endsWith("\nand 900 more faults");
        assertThat(again.json().path("more").asInt()).isEqualTo(900);

        String known = "F-000000,generic-manhole-cover\n";
        Told kept = importCsv("?existing=keep", "id,profile\n" + known.repeat(FLEET + 1));
        assertThat(kept.faults())
                .containsExactly(
                        "line 100002: a file may have 100000 devices, but this is the line of one"
                                + " more; split it");
        assertThat(devices()).isEqualTo(FLEET);
    }

    @Test
    void takesAFileOf32MebibytesAndNoLargerOne() throws Exception {
        String header = "id,profile\n";
        String longest = header + "\n".repeat((32 << 20) - header.length());
        assertThat(importCsv("", longest).json().path("created").asInt(-1)).isZero();
        assertThat(importCsv("", longest + "\n").faults())
                .containsExactly(
                        "body: a body must have at most 33554432 bytes, but this one has more; send"
                                + " it in several requests");
    }

    @Test
    void takesOneFileAtATime() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            String csv = "id,profile\n" + "a b,none\n".repeat(99_999);
            List<Future<Told>> both =
                    List.of(
                            threads.submit(() -> importCsv("", csv)),
                            threads.submit(() -> importCsv("", csv)));
            for (Future<Told> each : both) {
                Told told = each.get();
                if (told.status() == 503) {
                    assertThat(told.faults())
                            .containsExactly(
                                    "server: one request to /api/v1/devices/import is answered at"
                                            + " a time; send it again when the other has been"
                                            + " answered");
                } else {
                    assertThat(told.status()).isEqualTo(422);
                    assertThat(told.json().path("detail").asText())
                            .endsWith("\nand 99899 more faults");
                }
            }
        }
    }

    private static String fleet(int devices) {
        StringBuilder csv =
                new StringBuilder("id,profile,name,lon,lat,tags,drainage_main,district\n");
        for (int i = 0; i < devices; i++) {
            csv.append("F-%06d,generic-manhole-cover,".formatted(i))
                    .append("井盖 ")
                    .append(i)
                    .append(",121.%06d,31.%06d".formatted(i, i))
                    .append(",storm;old,M")
                    .append(i % 500)
                    .append(",Jing'an\n");
        }
        return csv.toString();
    }

    private static Told importCsv(String query, String csv) throws Exception {
        DeskClient client = opened.orElseThrow();
        return client.send(
                client.authorized("POST", "/api/v1/devices/import" + query, csv)
                        .timeout(Duration.ofMinutes(3)));
    }

    private static long devices() throws Exception {
        return number("select count(*) from device");
    }

    private static long unsent() throws Exception {
        return number("select count(*) from change where sent_at is null");
    }

    private static long number(String sql) throws Exception {
        try (Connection connection = RealServers.connect(config.orElseThrow());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        }
    }
}
