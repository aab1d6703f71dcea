// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk;

import static org.assertj.core.api.Assertions.assertThat;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.testing.DeskClient;
import org.lamplighter.desk.testing.DeskClient.Told;
import org.lamplighter.desk.testing.RealServers;
import org.lamplighter.reading.FrameId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Devices that never connect, over REST, CSV and replay, on real servers. */
class ChildrenIT {
    private static final String CABINET =
            """
            profile: cabinet
            kind: light-cabinet
            vendor: test
            model: test
            report: { every: 1h }
            points:
              on: { type: flag }
            layout:
              binary:
                fields:
                  - repeat:
                      until: end
                      fields:
                        - { type: u8, name: lamp }
                        - reading: { child: "{lamp}", fields: [ { type: u8, point: on } ] }
            """;

    /** One for all: its copies are received at one time. */
    private static final FrameId FRAME =
            new FrameId("gw1", FrameId.firstCounterOf(Instant.parse("2026-11-21T07:00:00Z")));

    private static Jdbi jdbi = Jdbi.create("jdbc:none");
    private static Optional<Desk> desk = Optional.empty();
    private static Optional<DeskClient> opened = Optional.empty();

    @BeforeAll
    static void start() throws Exception {
        DeskConfig config = RealServers.freshDesk();
        jdbi =
                Jdbi.create(
                        config.database().url(),
                        config.database().user(),
                        config.database().password());
        Desk started = Desk.start(config);
        desk = Optional.of(started);
        opened = Optional.of(new DeskClient(started.address(), config.data()));
        Told profile = client().call("PUT", "/api/v1/profiles/cabinet", CABINET);
        assertThat(profile.status()).as(profile.body()).isLessThan(300);
    }

    @AfterAll
    static void stop() {
        opened.ifPresent(DeskClient::close);
        desk.ifPresent(Desk::close);
    }

    private static DeskClient client() {
        return opened.orElseThrow();
    }

    @Test
    void aChildIsRegisteredUnderItsParentWithoutCredentials() throws Exception {
        create("A", "");
        Told child = create("A.1", "A");
        assertThat(child.json().path("parent").asText()).isEqualTo("A");
        assertThat(child.json().path("tokens").asInt()).isZero();
        assertThat(child.json().has("token")).isFalse();
        assertThat(child.json().has("psk")).isFalse();
        create("A.2", "A");

        assertThat(client().get("/api/v1/devices/A.1").json().path("parent").asText())
                .isEqualTo("A");
        assertThat(client().get("/api/v1/devices?parent=A").json().path("devices"))
                .extracting(device -> device.path("id").asText())
                .containsExactly("A.1", "A.2");
        assertThat(client().call("POST", "/api/v1/devices/A.1/credentials", "").faults())
                .containsExactly(
                        "path: a child never connects itself and has no credentials, and A.1 is"
                                + " one; rotate those of its parent A");
        Told patched = client().call("PATCH", "/api/v1/devices/A.1", "{\"name\":\"lamp\"}");
        assertThat(patched.json().path("parent").asText()).isEqualTo("A");
        assertThat(client().call("PATCH", "/api/v1/devices/A.1", "{\"parent\":\"B\"}").status())
                .isEqualTo(422);
        assertThat(
                        texts(
                                "select body ->> 'parent' from change where key = 'A.1' order by"
                                        + " version"))
                .containsExactly("A", "A");
    }

    @Test
    void aParentIsThereAndNoChildItselfAndNotDeletedBeforeItsChildren() throws Exception {
        create("B", "");
        create("B.1", "B");
        String rule = "parent: a parent must be registered and be no child itself, but \"";
        String hint = "\" is not so; register it before, or in the same file";
        assertThat(post("C.1", "C").faults()).containsExactly(rule + "C" + hint);
        assertThat(post("B.1.1", "B.1").faults()).containsExactly(rule + "B.1" + hint);
        assertThat(post("C.1", "B").faults())
                .containsExactly(
                        "id: a child of \"B\" must be called by that id, a point and letters,"
                                + " digits, _ or -, but is called \"C.1\"; call it as its parent's"
                                + " frames do, such as B.1");

        assertThat(client().call("DELETE", "/api/v1/devices/B", "").faults())
                .containsExactly(
                        "path: a device that is deleted must have no children, but B has 1; delete"
                                + " them first; GET /api/v1/devices?parent=B lists them");
        assertThat(client().call("DELETE", "/api/v1/devices/B.1", "").status()).isEqualTo(204);
        assertThat(client().call("DELETE", "/api/v1/devices/B", "").status()).isEqualTo(204);
    }

    @Test
    void aFileHasParentsAndChildrenInAnyOrder() throws Exception {
        Told told =
                importCsv(
                        """
                        id,profile,parent,name
                        D.1,generic-streetlight,D,first
                        D,cabinet,,cabinet
                        D.2,generic-streetlight,D,second
                        """);
        assertThat(told.status()).as(told.body()).isEqualTo(201);
        assertThat(told.json().path("created").asInt()).isEqualTo(3);
        assertThat(told.json().path("devices"))
                .extracting(device -> device.path("id").asText())
                .containsExactly("D");
        assertThat(texts("select key from change where key like 'D%' order by version"))
                .containsExactly("D.1", "D.2", "D");

        assertThat(importCsv("id,profile,parent\nE.1,generic-streetlight,E\n").faults())
                .containsExactly(
                        "line 2, column parent: a parent must be registered and be no child itself,"
                                + " but \"E\" is not so; register it before, or in the same file");
    }

    @Test
    void aRowThatIsKeptSaysNothingAboutItsDevice() throws Exception {
        create("G", "");
        create("G.1", "G");
        // by its row G.1 would be no child, but it is registered as one, and that holds
        Told told =
                client().call(
                                "POST",
                                "/api/v1/devices/import?existing=keep",
                                """
                                id,profile,parent
                                G.1,cabinet,
                                G.1.1,generic-streetlight,G.1
                                """);
        assertThat(told.faults())
                .containsExactly(
                        "line 3, column parent: a parent must be registered and be no child itself,"
                            + " but \"G.1\" is not so; register it before, or in the same file");
    }

    @Test
    void ofAFileWithFaultsOnlyThoseAreToldThatItHas() throws Exception {
        // their parents' lines have faults of the form and of a value: they may well be parents
        assertThat(
                        importCsv(
                                        """
                                        id,profile,parent,lon,lat
                                        I,cabinet,,500,1
                                        I.1,generic-streetlight,I,,
                                        J,Not A Profile,,,
                                        J.1,generic-streetlight,J,,
                                        K.1,generic-streetlight,K,,
                                        """)
                                .faults())
                .containsExactly(
                        "line 2, column lon: lon must be a number within ±180 degrees, but is"
                                + " \"500\"; give degrees in WGS 84; are lon and lat swapped?",
                        "line 4, column profile: a profile's id must be lower-case letters, digits"
                            + " and -, but is \"Not A Profile\"; see GET /api/v1/profiles for those"
                            + " there are",
                        "line 6, column parent: a parent must be registered and be no child itself,"
                                + " but \"K\" is not so; register it before, or in the same file");
    }

    @Test
    void aReplayArchivesRegisteredChildrenAndKeepsFramesThatTellOfNoOthers() throws Exception {
        create("F", "");
        create("F.1", "F");
        create("F-2", "");
        keep(1, "F", "01010201");
        keep(2, "F", "0301");
        keep(3, "F", "01010201");

        Told first = replay("F");
        assertThat(first.json().path("fresh").asInt()).as(first.body()).isEqualTo(1);
        assertThat(first.json().path("duplicates").asInt()).isEqualTo(1);
        assertThat(first.json().path("readings").asInt()).isEqualTo(1);
        assertThat(first.json().path("faults").path(0).path("detail").asText())
                .isEqualTo("the registry knows none of the children that it tells of, such as F.3");

        create("F.3", "F");
        assertThat(replay("F").json().path("fresh").asInt()).isEqualTo(1);
        assertThat(texts("select device from device_name where device like 'F%' order by 1"))
                .containsExactly("F.1", "F.3");
    }

    @Test
    void whatIsSentUnderAChildsOwnIdIsOfNoDevice() throws Exception {
        create("L", "");
        create("L.1", "L");
        keep(11, "L.1", "0101");
        Told told = replay("L.1");
        assertThat(told.json().path("faults").toString())
                .isEqualTo(
                        "[{\"profile\":\"\",\"reason\":\"UNKNOWN_DEVICE\",\"detail\":\"the registry"
                                + " knows no device L.1\",\"frames\":1}]");
        assertThat(
                        client().get("/api/v1/quarantine/frames?device=L.1")
                                .json()
                                .path("frames")
                                .path(0)
                                .path("profile")
                                .asText("none"))
                .isEmpty();
    }

    @Test
    void aFrameThatCannotEvenBeTriedIsKeptAndThoseBehindItAreTried() throws Exception {
        create("M", "");
        keep(21, "M", "0101");
        jdbi.useHandle(
                handle ->
                        handle.execute(
                                "update quarantined_frame set frame_id = 'broken' where device ="
                                        + " 'M'"));
        keep(22, "M", "0101");
        Told told = replay("M");
        assertThat(told.status()).as(told.body()).isEqualTo(200);
        assertThat(told.json().path("tried").asInt()).isEqualTo(2);
        assertThat(texts("select reason from quarantined_frame where log_offset = 21"))
                .containsExactly("DECODER_FAILED");
    }

    @Test
    void aNulIsAFaultAndNoFailure() throws Exception {
        String rule =
                ": a text may have any characters but NUL, and character 1 is one; leave it out";
        assertThat(replay("\\u0000").faults()).containsExactly("device" + rule);
        assertThat(client().get("/api/v1/quarantine/frames?device=%00").faults())
                .containsExactly("query device" + rule);
    }

    @Test
    void replayingTwiceGivesTheSameRowsOfChildren() throws Exception {
        create("N", "");
        create("N.1", "N");
        create("N.2", "N");
        for (int i = 0; i < 8; i++) {
            // each fourth is a copy of the one before
            keep(31 + i, "N", "01%02x02%02x".formatted(i % 4 == 3 ? i - 1 : i, 9));
        }
        String rows =
                "select d.device || ' ' || count(*) from point_value v join device_name d on d.id ="
                        + " v.device where d.device like 'N%' group by d.device order by 1";

        Told first = replay("N");
        assertThat(first.json().path("fresh").asInt()).as(first.body()).isEqualTo(6);
        assertThat(first.json().path("duplicates").asInt()).isEqualTo(2);
        assertThat(first.json().path("readings").asInt()).isEqualTo(12);
        assertThat(texts(rows)).containsExactly("N.1 6", "N.2 6");

        // as after a database was put back to before the replay, and its archive was not
        jdbi.useHandle(
                handle ->
                        handle.execute(
                                "update quarantined_frame set state = 'kept' where device = 'N'"));
        Told second = replay("N");
        assertThat(second.json().path("fresh").asInt()).as(second.body()).isZero();
        assertThat(second.json().path("duplicates").asInt()).isEqualTo(8);
        assertThat(texts(rows)).containsExactly("N.1 6", "N.2 6");
    }

    private static List<String> texts(String sql) {
        return jdbi.withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    private static void keep(int offset, String device, String hex) {
        jdbi.useHandle(
                handle -> {
                    handle.execute(
                            "insert into quarantine_count (log_partition) values (0) on conflict do"
                                    + " nothing");
                    handle.execute(
                            "insert into quarantined_frame (log_partition, log_offset, log_time,"
                                    + " device, frame_id, source, channel, payload, reason, detail)"
                                    + " values (0, ?, now(), ?, ?, '/gw1/mqtt',"
                                    + " 'v1/frames', decode(?, 'hex'), 'TOO_SHORT', '')",
                            offset,
                            device,
                            FRAME.toString(),
                            hex);
                });
    }

    private static Told replay(String device) throws Exception {
        return client().call(
                        "POST", "/api/v1/quarantine/replays", "{\"device\":\"" + device + "\"}");
    }

    private static Told create(String id, String parent) throws Exception {
        Told told = post(id, parent);
        assertThat(told.status()).as(told.body()).isEqualTo(201);
        return told;
    }

    private static Told post(String id, String parent) throws Exception {
        String profile = parent.isEmpty() ? "cabinet" : "generic-streetlight";
        String member = parent.isEmpty() ? "" : ",\"parent\":\"" + parent + "\"";
        return client().call(
                        "POST",
                        "/api/v1/devices",
                        "{\"id\":\"" + id + "\",\"profile\":\"" + profile + "\"" + member + "}");
    }

    private static Told importCsv(String csv) throws Exception {
        return client().call("POST", "/api/v1/devices/import", csv);
    }
}
