// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.testing.DeskClient;
import org.lamplighter.desk.testing.DeskClient.Told;
import org.lamplighter.desk.testing.RealServers;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.Optional;

/** A fleet's devices.csv sent to a real desk: all of it, or nothing and every fault by its line. */
class DeviceImportIT {
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
    void saysEveryFaultWithItsLineAndWritesNothing() throws Exception {
        long before = written();
        Told told =
                importCsv(
                        """
                        id,profile,name,lon,lat,tags,token,psk,drainage_main
                        A-1,generic-manhole-cover,sound,121.4,31.2,a;b,,,M1
                        A 2,generic-manhole-cover,,121.4,31.2,,,,M1
                        A-3,,,121.4,,,,,M1
                        A-4,generic-manhole-cover,,31.2,121.4,,,,M1
                        A-5,generic-manhole-cover,,121.4
                        """);
        assertThat(told.status()).isEqualTo(422);
        assertThat(told.faults())
                .containsExactly(
                        "line 3, column id: an id must be 1 to 128 letters, digits and . _ : -, but"
                                + " is \"A 2\"; choose such an id",
                        "line 4, column profile: a device must have a profile, but this is empty;"
                                + " name one",
                        "line 4, column lat: lon and lat must both be given or both be empty, but"
                                + " this is empty; add it",
                        "line 5, column lat: lat must be a number within ±90 degrees, but is"
                                + " \"121.4\"; give degrees in WGS 84; are lon and lat swapped?",
                        "line 6: a line must have as many fields as there are columns, 9, but this"
                                + " one has 4; put fields with a comma into quotes");
        assertThat(written()).isEqualTo(before);
    }

    @Test
    void saysEveryValueThatADeviceMayNotHaveAndWritesNothing() throws Exception {
        long before = written();
        Told told =
                importCsv(
                        """
                        id,profile,tags,token,psk,drainage_main,1st
                        B-1,generic-manhole-cover,fine,,,M1,
                        B-2,Generic,a b,short,zz,M1,x
                        """);
        assertThat(told.status()).isEqualTo(422);
        assertThat(told.faults())
                .containsExactly(
                        "line 3, column profile: a profile's id must be lower-case letters, digits"
                            + " and -, but is \"Generic\"; see GET /api/v1/profiles for those there"
                            + " are",
                        "line 3, column token: a token must be 16 to 256 printable ASCII characters"
                            + " without blanks, but this one has 5 characters; give a longer random"
                            + " token, or none and take the one that is made",
                        "line 3, column psk: a psk must be 32 to 128 hexadecimal digits (16 to 64"
                            + " bytes), but this one has 2 characters; give it in hexadecimal, or"
                            + " none and take the one that is made",
                        "line 3, column tags: a tag must be 1 to 64 characters without blanks and ,"
                                + " ; = \", but is \"a b\"; write it with - or _ instead",
                        "line 3, column 1st: an attribute's name must be a letter followed by at"
                                + " most 63 letters, digits, _ and -, but is \"1st\"; rename it");
        assertThat(written()).isEqualTo(before);
    }

    @Test
    void saysWhichLinesNameOneDeviceOrOneTokenAndWritesNothing() throws Exception {
        long before = written();
        Told told =
                importCsv(
                        """
                        id,profile,token
                        D-1,generic-manhole-cover,a-token-of-the-fleet
                        D-1,generic-manhole-cover,another-token-of-it
                        D-2,generic-manhole-cover,a-token-of-the-fleet
                        """);
        assertThat(told.status()).isEqualTo(409);
        assertThat(told.faults())
                .containsExactly(
                        "line 3, column id: the device \"D-1\" stands twice in this request;"
                                + " leave one of them out",
                        "line 4, column token: a token may belong to one device only, but this one"
                                + " is another's; give another token");
        assertThat(written()).isEqualTo(before);
    }

    @Test
    void saysAllFaultsAtOnceInTheOrderOfTheLinesAlsoThoseThatOnlyTheRegistryKnows()
            throws Exception {
        assertThat(importCsv("id,profile\nG-1,generic-manhole-cover\n").status()).isEqualTo(201);
        long before = written();
        String csv =
                """
                id,profile,lon,lat,tags
                G-1,generic-manhole-cover,,,
                G-2,generic-manhole-cove,,,
                G 3,generic-manhole-cover,,,
                G-4,generic-manhole-cover,,,a b
                G-5,generic-manhole-cover,,,
                G-5,generic-manhole-cover,,,
                G-6,generic-manhole-cover,1,,
                """;
        Told told = importCsv(csv);
        assertThat(told.status()).isEqualTo(422);
        assertThat(told.faults())
                .containsExactly(
                        "line 2, column id: the device \"G-1\" is registered already; PATCH it, or"
                                + " choose another id",
                        "line 3, column profile: a device's profile must be registered, but"
                                + " \"generic-manhole-cove\" is not; did you mean"
                                + " \"generic-manhole-cover\"?",
                        "line 4, column id: an id must be 1 to 128 letters, digits and . _ : -, but"
                                + " is \"G 3\"; choose such an id",
                        "line 5, column tags: a tag must be 1 to 64 characters without blanks and ,"
                                + " ; = \", but is \"a b\"; write it with - or _ instead",
                        "line 7, column id: the device \"G-5\" stands twice in this request; leave"
                                + " one of them out",
                        "line 8, column lat: lon and lat must both be given or both be empty, but"
                                + " this is empty; add it");
        assertThat(written()).isEqualTo(before);
    }

    @Test
    void tellsTheFirstHundredFaultsAndCountsTheRest() throws Exception {
        String line = "E 1,generic-manhole-cover\n";
        Told atBound = importCsv("id,profile\n" + line.repeat(100));
        assertThat(atBound.faults()).hasSize(100);
        assertThat(atBound.json().path("detail").asText()).doesNotContain("more fault");
        Told onePast = importCsv("id,profile\n" + line.repeat(101));
        assertThat(onePast.faults()).hasSize(100);
        assertThat(onePast.json().path("detail").asText()).endsWith("\nand 1 more fault");
    }

    @Test
    void registersAFleetOfThousandsInOneTransaction() throws Exception {
        int devices = 5_000;
        StringBuilder csv = new StringBuilder("id,profile,lon,lat,feeder\n");
        for (int i = 0; i < devices; i++) {
            csv.append("F-").append(i).append(",generic-streetlight,121.4,31.2,F7\n");
        }
        long before = written();
        Told told = importCsv(csv.toString());
        assertThat(told.status()).isEqualTo(201);
        assertThat(told.json().path("created").asInt()).isEqualTo(devices);
        assertThat(written() - before).isEqualTo(2L * devices);
        ObjectNode last = (ObjectNode) opened.orElseThrow().get("/api/v1/devices/F-4999").json();
        assertThat(last.remove("version").asLong()).isPositive();
        assertThat(Instant.parse(last.remove("at").asText())).isBefore(Instant.now());
        assertThat(last.toString())
                .isEqualTo(
                        "{\"id\":\"F-4999\",\"profile\":\"generic-streetlight\",\"name\":\"\","
                            + "\"location\":{\"lon\":121.4,\"lat\":31.2},\"tags\":[],\"attributes\":"
                            + "{\"feeder\":\"F7\"},\"disabled\":false,\"tokens\":1,\"author\":\"admin\"}");
    }

    private static Told importCsv(String csv) throws Exception {
        return opened.orElseThrow().call("POST", "/api/v1/devices/import", csv);
    }

    /** Devices and changes together: what an import writes. */
    private static long written() throws Exception {
        try (Connection connection = RealServers.connect(config.orElseThrow());
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select (select count(*) from device) + (select count(*) from"
                                        + " change)")) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        }
    }
}
