// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import org.junit.jupiter.api.Test;
import org.lamplighter.reading.FrameId;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What the archive and the quarantine must do on every kind of database that the desk runs on. */
abstract class ArchiveContract extends SchemaContract {
    private static final String READINGS = "/api/v1/devices/{id}/readings";
    private static final String REPLAYS = "/api/v1/quarantine/replays";
    private static final Instant LOGGED = Instant.parse("2026-11-21T07:59:59Z");

    @Test
    void addsReadingsUpToBucketsFromTheirRowsAndFromHoursAlike() throws Exception {
        value("B-1", "tilt", "2026-11-20T23:59:59Z", 99);
        value("B-1", "tilt", "2026-11-21T00:00:00Z", 1);
        value("B-1", "tilt", "2026-11-21T00:29:59Z", 4);
        value("B-1", "open", "2026-11-21T00:10:00Z", 1);
        value("B-1", "open", "2026-11-21T00:20:00Z", 0);
        value("B-1", "tilt", "2026-11-21T01:30:00Z", -2);
        value("B-1", "tilt", "2026-11-21T02:00:00Z", 7);
        value("B-2", "tilt", "2026-11-21T00:00:00Z", 55);
        String halfHours =
                "[{\"time\":\"2026-11-21T00:00:00Z\",\"point\":\"open\",\"count\":2,\"avg\":0.5,\"min\":0.0,\"max\":1.0},"
                    + "{\"time\":\"2026-11-21T00:00:00Z\",\"point\":\"tilt\",\"count\":2,\"avg\":2.5,\"min\":1.0,\"max\":4.0},"
                    + "{\"time\":\"2026-11-21T01:30:00Z\",\"point\":\"tilt\",\"count\":1,\"avg\":-2.0,\"min\":-2.0,\"max\":-2.0}]";
        String twoHours =
                "[{\"time\":\"2026-11-21T00:00:00Z\",\"point\":\"open\",\"count\":2,\"avg\":0.5,\"min\":0.0,\"max\":1.0},"
                    + "{\"time\":\"2026-11-21T00:00:00Z\",\"point\":\"tilt\",\"count\":3,\"avg\":1.0,\"min\":-2.0,\"max\":4.0}]";

        JsonNode half = buckets("B-1", "30m", "2026-11-21T00:00:00Z", "2026-11-21T02:00:00Z", "");
        assertThat(half.toString())
                .isEqualTo(
                        "{\"device\":\"B-1\",\"every\":\"30m\",\"from\":\"2026-11-21T00:00:00Z\","
                                + "\"to\":\"2026-11-21T02:00:00Z\",\"buckets\":"
                                + halfHours
                                + "}");
        // from and to within a bucket mean the whole of it
        JsonNode two = buckets("B-1", "2h", "2026-11-21T00:40:00Z", "2026-11-21T01:10:00Z", "");
        assertThat(two.path("buckets").toString()).isEqualTo(twoHours);
        assertThat(two.path("from").asText()).isEqualTo("2026-11-21T00:00:00Z");
        assertThat(two.path("to").asText()).isEqualTo("2026-11-21T02:00:00Z");

        refreshHours();
        JsonNode added = buckets("B-1", "2h", "2026-11-21T00:00:00Z", "2026-11-21T02:00:00Z", "");
        assertThat(added.path("buckets").toString()).isEqualTo(twoHours);
        value("B-1", "tilt", "2026-11-21T00:15:00Z", 97);
        refreshHours();
        JsonNode late =
                buckets("B-1", "1d", "2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z", "tilt");
        assertThat(late.path("buckets").toString())
                .isEqualTo(
                        "[{\"time\":\"2026-11-21T00:00:00Z\",\"point\":\"tilt\",\"count\":5,\"avg\":21.4,\"min\":-2.0,\"max\":97.0}]");
    }

    @Test
    void decodesKeptFramesAgainWithTheProfileInForceNowAndEachOnce() throws Exception {
        profile("gadget", "angle");
        device("Q-1", "gadget");
        device("Q-2", "gadget");
        String bytes = "{\"seq\":1,\"time\":\"2026-11-21T06:00:00Z\",\"tilt\":3}";
        keep(0, 10, "Q-1", bytes, "MISSING_POINT");
        keep(0, 11, "Q-1", bytes, "MISSING_POINT");
        keep(
                0,
                12,
                "Q-1",
                "{\"seq\":2,\"time\":\"2026-11-21T06:01:00Z\",\"tilt\":4}",
                "MISSING_POINT");
        keep(1, 5, "Q-2", "not json", "NOT_JSON");
        keep(1, 6, "Q-3", "{\"tilt\":3}", "UNKNOWN_DEVICE");

        JsonNode groups = ok("GET", "/api/v1/quarantine", Map.of(), Map.of(), "").path("groups");
        assertThat(groups)
                .extracting(
                        group ->
                                group.path("profile").asText()
                                        + " "
                                        + group.path("reason").asText()
                                        + " "
                                        + group.path("frames").asInt()
                                        + " of "
                                        + group.path("devices").asInt())
                .containsExactly(
                        "gadget MISSING_POINT 3 of 1",
                        " UNKNOWN_DEVICE 1 of 1",
                        "gadget NOT_JSON 1 of 1");
        assertThat(replay("{}").toString())
                .isEqualTo(
                        "{\"tried\":5,\"fresh\":0,\"duplicates\":0,\"undecodable\":5,\"readings\":0,\"faults\":[{\"profile\":\"gadget\",\"reason\":\"MISSING_POINT\",\"detail\":\"the"
                            + " frame has no value of any point; the profile knows"
                            + " angle\",\"frames\":3},{\"profile\":\"\",\"reason\":\"UNKNOWN_DEVICE\",\"detail\":\"the"
                            + " registry knows no device"
                            + " Q-3\",\"frames\":1},{\"profile\":\"gadget\",\"reason\":\"NOT_JSON\",\"detail\":\"at"
                            + " byte 0: Unrecognized token 'not': was expecting (JSON String,"
                            + " Number (or 'NaN'/'+INF'/'-INF'), Array, Object or token 'null',"
                            + " 'true' or 'false')\",\"frames\":1}]}");

        profile("gadget", "tilt");
        JsonNode first = replay("{\"profile\":\"gadget\"}");
        assertThat(counts(first))
                .isEqualTo("4 tried: 2 fresh, 1 duplicates, 1 undecodable, 2 readings");
        JsonNode second = replay("{}");
        assertThat(counts(second))
                .isEqualTo("2 tried: 0 fresh, 0 duplicates, 2 undecodable, 0 readings");
        assertThat(quarantineCounts())
                .containsExactly(
                        "0: 3 taken, 2 fresh, 1 duplicates, 2 readings",
                        "1: 2 taken, 0 fresh, 0 duplicates, 0 readings");
        JsonNode readings =
                ok("GET", READINGS, Map.of("id", "Q-1"), Map.of("from", "2026-11-21T00:00:00Z"), "")
                        .path("readings");
        assertThat(readings)
                .extracting(
                        one ->
                                one.path("time").asText()
                                        + " "
                                        + one.path("value").asDouble()
                                        + " "
                                        + one.path("logTime").asText()
                                        + " "
                                        + one.path("quality"))
                .containsExactly(
                        "2026-11-21T06:00:00Z 3.0 2026-11-21T07:59:59Z [\"late\",\"replayed\"]",
                        "2026-11-21T06:01:00Z 4.0 2026-11-21T07:59:59Z [\"late\",\"replayed\"]");
        assertThat(
                        ok(
                                        "GET",
                                        "/api/v1/quarantine/frames",
                                        Map.of(),
                                        Map.of("state", "all", "device", "Q-1"),
                                        "")
                                .path("frames"))
                .extracting(
                        frame ->
                                frame.path("offset").asInt()
                                        + " "
                                        + frame.path("state").asText()
                                        + " "
                                        + frame.path("tried").path("profile").asText())
                .containsExactly("10 fresh gadget", "11 duplicate gadget", "12 fresh gadget");
    }

    @Test
    void aCopyOfAnArchivedReadingStaysADuplicateWhenItIsReplayed() throws Exception {
        profile("twice", "tilt");
        device("Q-5", "twice");
        // without a device time two equal frames within the window are one, whatever came between
        keep(3, 20, "Q-5", "{\"tilt\":3}", "NOT_JSON");
        assertThat(replay("{\"device\":\"Q-5\"}").path("fresh").asInt()).isEqualTo(1);
        keep(3, 21, "Q-5", "{\"tilt\":3}", "NOT_JSON");
        assertThat(replay("{\"device\":\"Q-5\"}").path("duplicates").asInt()).isEqualTo(1);
        assertThat(
                        count(
                                "select count(*) from point_value v join device_name d on d.id ="
                                        + " v.device where d.device = 'Q-5'"))
                .isEqualTo(1);
    }

    @Test
    void aCopyStaysADuplicateWhereAgeTellsWhenItWasMeasured() throws Exception {
        profile("aged", "tilt", "json: { members: { tilt: tilt, age: { use: age, unit: min } } }");
        device("Q-6", "aged");
        // received 5 s apart, and so measured, by their ages, half an hour before
        long fiveSeconds = 5_000L << 12;
        keep(5, 0, "Q-6", "{\"tilt\":3,\"age\":30}", "NOT_JSON");
        keep(5, fiveSeconds, "Q-6", "{\"tilt\":3,\"age\":30}", "NOT_JSON");
        assertThat(counts(replay("{\"device\":\"Q-6\"}")))
                .isEqualTo("2 tried: 1 fresh, 1 duplicates, 0 undecodable, 1 readings");
    }

    @Test
    void replayingTwiceGivesTheSameRows() throws Exception {
        profile("again", "tilt");
        device("Q-7", "again");
        for (int i = 0; i < 30; i++) {
            // each third is a copy of the one before, and each fourth has no time of its own
            int n = i % 3 == 2 ? i - 1 : i;
            String time = n % 4 == 3 ? "" : ",\"time\":\"2026-11-21T05:00:00Z\"";
            keep(4, i, "Q-7", "{\"seq\":" + n + ",\"tilt\":3" + time + "}", "MISSING_POINT");
        }
        String rows =
                "select count(*) from point_value v join device_name d on d.id = v.device where"
                        + " d.device = 'Q-7'";
        assertThat(counts(replay("{\"device\":\"Q-7\"}")))
                .isEqualTo("30 tried: 20 fresh, 10 duplicates, 0 undecodable, 20 readings");
        assertThat(count(rows)).isEqualTo(20);
        assertThat(counts(replay("{\"device\":\"Q-7\"}")))
                .isEqualTo("0 tried: 0 fresh, 0 duplicates, 0 undecodable, 0 readings");

        // as after a database was put back to before the replay, and its archive was not
        jdbi().useHandle(
                        handle ->
                                handle.execute(
                                        "update quarantined_frame set state = 'kept' where device ="
                                                + " 'Q-7'"));
        assertThat(counts(replay("{\"device\":\"Q-7\"}")))
                .isEqualTo("30 tried: 0 fresh, 30 duplicates, 0 undecodable, 0 readings");
        assertThat(count(rows)).isEqualTo(20);
    }

    @Test
    void triesFiveHundredFramesInOneCallAndSaysWhereTheNextGoesOn() throws Exception {
        profile("many", "tilt");
        device("Q-9", "many");
        IntStream.range(0, 501)
                .forEach(
                        i ->
                                keep(
                                        2,
                                        i,
                                        "Q-9",
                                        "{\"seq\":"
                                                + i
                                                + ",\"time\":\"2026-11-21T07:00:00Z\",\"tilt\":3}",
                                        "MISSING_POINT"));
        JsonNode first = replay("{\"device\":\"Q-9\"}");
        assertThat(counts(first))
                .isEqualTo("500 tried: 500 fresh, 0 duplicates, 0 undecodable, 500 readings");
        assertThat(first.path("next").asText()).isEqualTo("2-499");
        JsonNode second = replay("{\"device\":\"Q-9\",\"after\":\"2-499\"}");
        assertThat(counts(second))
                .isEqualTo("1 tried: 1 fresh, 0 duplicates, 0 undecodable, 1 readings");
        assertThat(second.has("next")).isFalse();
    }

    /** On TimescaleDB: what the policy does every half hour. Elsewhere hours are never behind. */
    abstract void refreshHours();

    private JsonNode buckets(String device, String every, String from, String to, String point)
            throws Exception {
        return ok(
                "GET",
                READINGS,
                Map.of("id", device),
                Map.of("every", every, "from", from, "to", to, "point", point),
                "");
    }

    private void value(String device, String point, String time, double value) {
        archive(device, point, List.of());
        jdbi().useHandle(
                        handle ->
                                handle.execute(
                                        "insert into point_value select d.id, p.id, cast(? as"
                                            + " timestamptz), 0, cast(? as timestamptz), 0, 1, ?,"
                                            + " null, 0 from device_name d, point_name p where"
                                            + " d.device = ? and p.point = ?",
                                        time,
                                        LOGGED.toString(),
                                        value,
                                        device,
                                        point));
    }

    /** As the archive job would keep it. */
    private void keep(int partition, long offset, String device, String payload, String reason) {
        FrameId id = new FrameId("gw1", FrameId.firstCounterOf(LOGGED.minusSeconds(1)) + offset);
        jdbi().useHandle(
                        handle -> {
                            handle.execute(
                                    "insert into quarantine_count (log_partition, taken) values (?,"
                                        + " 1) on conflict (log_partition) do update set taken ="
                                        + " quarantine_count.taken + 1",
                                    partition);
                            handle.execute(
                                    "insert into quarantined_frame (log_partition, log_offset,"
                                        + " log_time, device, frame_id, source, channel, payload,"
                                        + " reason, detail) values (?, ?, cast(? as timestamptz),"
                                        + " ?, ?, '/gw1/mqtt', 'v1/frames', ?, ?, '')",
                                    partition,
                                    offset,
                                    LOGGED.toString(),
                                    device,
                                    id.toString(),
                                    payload.getBytes(StandardCharsets.UTF_8),
                                    reason);
                        });
    }

    private List<String> quarantineCounts() {
        return jdbi().withHandle(
                        handle ->
                                handle.createQuery(
                                                "select log_partition || ': ' || taken || ' taken,"
                                                    + " ' || fresh || ' fresh, ' || duplicates || '"
                                                    + " duplicates, ' || readings || ' readings'"
                                                    + " from quarantine_count where log_partition <"
                                                    + " 2 order by log_partition")
                                        .mapTo(String.class)
                                        .list());
    }

    private JsonNode replay(String body) throws Exception {
        return ok("POST", REPLAYS, Map.of(), Map.of(), body);
    }

    private static String counts(JsonNode outcome) {
        List<String> told = new ArrayList<>();
        for (String name : List.of("fresh", "duplicates", "undecodable", "readings")) {
            told.add(outcome.path(name).asInt() + " " + name);
        }
        return outcome.path("tried").asInt() + " tried: " + String.join(", ", told);
    }

    private void device(String id, String profile) throws Exception {
        ok(
                "POST",
                "/api/v1/devices",
                Map.of(),
                Map.of(),
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", id)
                        .put("profile", profile)
                        .toString());
    }

    /** Registers a profile of flat JSON with one point, or another edition of it. */
    private void profile(String id, String point) throws Exception {
        profile(id, point, "json: { sequence: seq, time: time }");
    }

    private void profile(String id, String point, String layout) throws Exception {
        ok(
                "PUT",
                "/api/v1/profiles/{id}",
                Map.of("id", id),
                Map.of(),
                """
                profile: %s
                kind: manhole-cover
                vendor: test
                model: test
                report: { every: 24h }
                points:
                  %s: { unit: deg }
                layout:
                  %s
                """
                        .formatted(id, point, layout));
    }
}
