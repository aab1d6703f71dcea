// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.standardwebhooks.Webhook;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.cli.rest.RestClient;
import org.lamplighter.cli.up.Ports;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What operators, devices and dispatch do to a running city; each test has devices of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CityIT {
    private static final int FLEET = 100;
    private static final String FRAMES = "v1/frames";

    @TempDir static Path folder;

    private CaseEvents events;
    private RunningUp up;
    private RestClient rest;
    private Ports ports;

    @BeforeAll
    void start() throws Exception {
        events = CaseEvents.listen();
        ports = Ports.anyFree();
        up = RunningUp.start(folder.resolve("data"), ports);
        rest = up.rest();
        City.addTarget(rest, events.port());
    }

    @AfterAll
    void stop() throws Exception {
        rest.close();
        up.close();
        events.close();
    }

    @Test
    void aDeviceAddedByRestPublishesWithinTwoSecondsOneHundredTimesOfOneHundred() throws Exception {
        List<Long> millis = new ArrayList<>();
        for (int i = 1; i <= FLEET; i++) {
            String device = "R-" + i;
            City.addCover(rest, device);
            long added = System.nanoTime();
            try (PlainMqtt client = City.connect(ports.mqtt(), device)) {
                client.publish(FRAMES, "{\"seq\":1,\"tilt\":1}");
            }
            millis.add((System.nanoTime() - added) / 1_000_000);
        }
        Collections.sort(millis);
        System.out.printf(
                "added by REST to acknowledged: %d of %d, median %d ms, most %d ms%n",
                millis.size(), FLEET, millis.get(FLEET / 2), millis.getLast());
        assertThat(millis).allSatisfy(one -> assertThat(one).isLessThan(2_000));
    }

    @Test
    void aParameterSetByRestIsInForceWithinTwoSecondsAndKeepsWhatWasCounted() throws Exception {
        City.addCover(rest, "P-1");
        City.addCover(rest, "P-2");
        try (LogTail frames = LogTail.fromNow(ports, "frames");
                PlainMqtt overridden = City.connect(ports.mqtt(), "P-1");
                PlainMqtt other = City.connect(ports.mqtt(), "P-2")) {
            // One of the two readings that confirm, before the limit changes.
            overridden.publish(FRAMES, "{\"seq\":1,\"ch4\":30}");
            other.publish(FRAMES, "{\"seq\":1,\"ch4\":18}");

            Instant set = Instant.now();
            ObjectNode values = JsonNodeFactory.instance.objectNode();
            values.put("methane-high.limit", 17);
            assertThat(put("/api/v1/rules/cover/parameters/device:P-1", values)).isEqualTo(200);

            Duration took =
                    Duration.between(set, frames.await(entry -> timeOfChange(entry, "device:P-1")));
            System.out.println("set by REST to its place in the log: " + took.toMillis() + " ms");
            assertThat(took).isLessThan(Duration.ofSeconds(2));
            overridden.publish(FRAMES, "{\"seq\":2,\"ch4\":18}");
            other.publish(FRAMES, "{\"seq\":2,\"ch4\":18}");

            JsonNode alarm = events.awaitOpened("device:P-1").path("data").path("alarms").get(0);
            assertThat(alarm.path("rule").asText()).isEqualTo("methane-high");
            assertThat(alarm.path("parameters").path("limit").asText())
                    .isEqualTo("17 (device:P-1)");
            assertThat(events.openedOn("device:P-2")).isZero();
        }
    }

    @Test
    void aCaseClosedWhileItsAlarmIsRaisedIsFollowedByANewOne() throws Exception {
        City.addCover(rest, "N-1");
        try (PlainMqtt cover = City.connect(ports.mqtt(), "N-1")) {
            cover.publish(FRAMES, "{\"seq\":1,\"open\":true}");
            JsonNode first = events.awaitOpened("device:N-1").path("data");
            events.await("dispatched", "device:N-1", event -> true);

            String closed = first.path("number").asText();
            assertThat(callback("cb-n-1", closed, "closed")).isEqualTo(200);
            events.await("closed", "device:N-1", event -> true);
            cover.publish(FRAMES, "{\"seq\":2,\"tilt\":120}");

            JsonNode second =
                    events.await(
                                    "opened",
                                    "device:N-1",
                                    event ->
                                            !event.path("data")
                                                    .path("number")
                                                    .asText()
                                                    .equals(closed))
                            .path("data");
            assertThat(second.path("kind").asText()).isEqualTo("cover-unsafe");
            assertThat(second.path("alarms").findValuesAsText("rule"))
                    .containsExactly("cover-displaced");
        }
    }

    @Test
    void badInputIsRefusedOrQuarantinedEachCountedAndOthersAreServed() throws Exception {
        City.addCover(rest, "B-1");
        City.addCover(rest, "B-2");
        Metrics gateway = new Metrics(ports.gatewayMetrics());
        Metrics jobs = new Metrics(ports.jobsMetrics());
        double quarantined = jobs.sum("lamplighter_jobs_frames_quarantined_total");
        LogTail quarantine = LogTail.fromNow(ports, "quarantine");
        try (quarantine;
                PlainMqtt good = City.connect(ports.mqtt(), "B-2")) {
            refused("B-1", "not-its-token");
            refused("B-0", City.token("B-0"));
            closedAfter("{\"seq\":1,\"x\":\"" + "y".repeat(70_000) + "\"}", FRAMES);
            closedAfter("{\"seq\":1}", "some/where/else");
            malformed();
            try (PlainMqtt device = City.connect(ports.mqtt(), "B-1")) {
                device.publish(FRAMES, "{\"seq\":1,\"tilt\":");
                device.publish(FRAMES, "{\"seq\":2,\"tilt\":NaN}");
                device.publish(FRAMES, "{\"seq\":3,\"colour\":\"red\"}");
                device.publish(FRAMES, "{\"seq\":4,\"time\":\"1970-01-01T00:00:10Z\",\"tilt\":3}");
                device.publish(FRAMES, "{\"seq\":5,\"time\":\"2099-01-01T00:00:00Z\",\"tilt\":4}");
            }
            good.publish(FRAMES, "{\"seq\":1,\"open\":true}");
            assertThat(quarantined(quarantine, 3))
                    .containsExactly(
                            "B-1 NOT_JSON {\"seq\":1,\"tilt\":",
                            "B-1 NOT_FINITE {\"seq\":2,\"tilt\":NaN}",
                            "B-1 MISSING_POINT {\"seq\":3,\"colour\":\"red\"}");
        }

        assertThat(events.awaitOpened("device:B-2").path("data").path("kind").asText())
                .isEqualTo("cover-unsafe");
        String connections = "lamplighter_gateway_connections_refused_total";
        String frames = "lamplighter_gateway_frames_refused_total";
        assertThat(gateway.sum(connections, "reason=\"wrong-token\"")).isEqualTo(1);
        assertThat(gateway.sum(connections, "reason=\"malformed\"")).isEqualTo(1);
        assertThat(gateway.sum(connections, "reason=\"unknown-device\"")).isPositive();
        assertThat(gateway.sum(frames, "reason=\"too-large\"")).isEqualTo(1);
        assertThat(gateway.sum(frames, "reason=\"topic-not-allowed\"")).isEqualTo(1);
        Eventually.equal(
                quarantined + 3, () -> jobs.sum("lamplighter_jobs_frames_quarantined_total"));
        Eventually.equal(
                List.of(
                        "[\"clock-suspect\",\"time-from-received\"] 3.0",
                        "[\"clock-suspect\",\"time-from-received\"] 4.0"),
                () -> readings("B-1", "tilt"));
    }

    @Test
    void aFrameThatAWrongProfileCouldNotDecodeIsReplayedOnceTheProfileIsMended() throws Exception {
        assertThat(putText("/api/v1/profiles/tilted", profile("angle"))).isEqualTo(200);
        ObjectNode device = JsonNodeFactory.instance.objectNode();
        device.put("id", "Q-1").put("profile", "tilted").put("token", City.token("Q-1"));
        assertThat(rest.post("/api/v1/devices", device).status()).isEqualTo(201);
        String time = Instant.now().toString();
        try (PlainMqtt client = City.connect(ports.mqtt(), "Q-1")) {
            String frame = "{\"seq\":1,\"time\":\"" + time + "\",\"tilt\":120}";
            client.publish(FRAMES, frame);
            client.publish(FRAMES, frame);
            client.publish(FRAMES, "{\"seq\":2,\"time\":\"" + time + "\",\"til\":120}");
        }
        Eventually.equal("MISSING_POINT 3", () -> quarantine("tilted"));

        assertThat(putText("/api/v1/profiles/tilted", profile("tilt"))).isEqualTo(200);
        assertThat(up.say("replay", "--profile", "tilted"))
                .containsExactly(
                        "1 x tilted MISSING_POINT: the frame has no value of any point; the profile"
                                + " knows tilt",
                        "3 frames tried: 2 decoded (1 of them copies), 1 still undecodable; 1"
                                + " readings archived",
                        "exit 1");
        assertThat(readings("Q-1", "tilt")).containsExactly("[\"replayed\"] 120.0");
        assertThat(up.say("replay", "--profile", "tilted", "--json"))
                .containsExactly(
                        "{\"tried\":1,\"fresh\":0,\"duplicates\":0,\"undecodable\":1,\"readings\":0,\"faults\":[{\"fault\":\"tilted"
                            + " MISSING_POINT: the frame has no value of any point; the profile"
                            + " knows tilt\",\"frames\":1}]}",
                        "exit 1");
        assertThat(readings("Q-1", "tilt")).containsExactly("[\"replayed\"] 120.0");
        assertThat(quarantine("tilted")).isEqualTo("MISSING_POINT 1");
        assertThat(up.audit()).isEqualTo("every difference is 0");
        // 120 degrees would raise cover-displaced at once, but what is replayed is history
        assertThat(events.openedOn("device:Q-1")).isZero();
    }

    @Test
    void aStormOfFourHundredCoversOfOneMainIsOneCaseAtItsReceiverFromItsBeginningToItsEnd()
            throws Exception {
        String main = "drainage_main:STORM";
        Storm storm = Storm.over("STORM", 400, rest, ports.mqtt());
        try (LogTail frames = LogTail.fromNow(ports, "frames")) {
            ObjectNode values = JsonNodeFactory.instance.objectNode();
            values.put("sewer-overflow.hold", "2s").put("sewer-overflow.clear_hold", "1s");
            assertThat(put("/api/v1/rules/cover/parameters/area:STORM", values)).isEqualTo(200);
            Instant unused = frames.await(entry -> timeOfChange(entry, "area:STORM"));
        }
        long begin = System.nanoTime();

        Duration rose = storm.say("{\"seq\":1,\"overflow\":true}");
        String number = events.awaitOpened(main).path("data").path("number").asText();
        Duration opened = Duration.ofNanos(System.nanoTime() - begin);
        Eventually.equal(400, () -> storm.devicesOf(number).size());

        assertThat(storm.devicesOf(number)).containsExactlyInAnyOrderElementsOf(storm.covers());
        assertThat(storm.openCases()).containsExactly("area-overflow " + main);
        Duration fell = storm.say("{\"seq\":2,\"overflow\":false}");
        events.await("recovered", main, event -> true);
        assertThat(callback("cb-storm", number, "closed")).isEqualTo(200);
        events.await("closed", main, event -> true);
        Duration whole = Duration.ofNanos(System.nanoTime() - begin);

        Map<String, Long> told = events.countsOn(main);
        System.out.printf(
                "storm: %d covers said that they overflow in %.1f s, the case was at its receiver"
                        + " %.1f s after the first; that they don't in %.1f s; %.1f s in all;"
                        + " events of the main %s, of single covers %s%n",
                storm.covers().size(),
                rose.toMillis() / 1e3,
                opened.toMillis() / 1e3,
                fell.toMillis() / 1e3,
                whole.toMillis() / 1e3,
                told,
                events.countsOn("device:STORM-"));
        // at most one update in half a minute, and one for each of its two turns
        assertThat(told.remove("updated")).isBetween(1L, whole.toSeconds() / 30 + 2);
        assertThat(told)
                .isEqualTo(Map.of("opened", 1L, "dispatched", 1L, "recovered", 1L, "closed", 1L));
        assertThat(events.countsOn("device:STORM-")).isEmpty();
        assertThat(storm.openCases()).isEmpty();
        assertThat(up.audit()).isEqualTo("every difference is 0");
    }

    @Test
    void aSecondOneRunsBesideItOnOtherPorts() throws Exception {
        City.addCover(rest, "S-1");
        Ports others = Ports.anyFree();
        try (CaseEvents otherEvents = CaseEvents.listen();
                RunningUp other = RunningUp.start(folder.resolve("other"), others);
                RestClient otherRest = other.rest()) {
            City.addTarget(otherRest, otherEvents.port());
            City.addCover(otherRest, "S-2");
            try (PlainMqtt here = City.connect(ports.mqtt(), "S-1");
                    PlainMqtt there = City.connect(others.mqtt(), "S-2")) {
                here.publish(FRAMES, "{\"seq\":1,\"open\":true}");
                there.publish(FRAMES, "{\"seq\":1,\"open\":true}");
            }

            otherEvents.awaitOpened("device:S-2");
            events.awaitOpened("device:S-1");
            assertThat(otherEvents.openedOn("device:S-1")).isZero();
            assertThat(events.openedOn("device:S-2")).isZero();
        }
    }

    /** The log time of the change that carries the parameters of a scope, if this is it. */
    private static Optional<Instant> timeOfChange(
            ConsumerRecord<byte[], byte[]> entry, String scope) {
        boolean found =
                LogTail.header(entry, "ce_type").equals("org.lamplighter.change")
                        && new String(entry.value(), UTF_8).contains(scope);
        return found ? Optional.of(Instant.ofEpochMilli(entry.timestamp())) : Optional.empty();
    }

    /** Device, reason and bytes of the next quarantined frames, in the log's order. */
    private static List<String> quarantined(LogTail quarantine, int count) {
        List<String> told = new ArrayList<>();
        return quarantine.await(
                entry -> {
                    told.add(
                            new String(entry.key(), UTF_8)
                                    + " "
                                    + LogTail.header(entry, "reason")
                                    + " "
                                    + new String(entry.value(), UTF_8));
                    return told.size() == count ? Optional.of(told) : Optional.empty();
                });
    }

    private int putText(String path, String yaml) {
        return rest.send("PUT", path, "application/yaml", yaml).status();
    }

    /** A profile of covers that say one thing. */
    private static String profile(String point) {
        return """
        profile: tilted
        kind: manhole-cover
        vendor: test
        model: test
        report: { every: 24h }
        points:
          %s: { unit: deg }
        layout:
          json: { sequence: seq, time: time }
        """
                .formatted(point);
    }

    /** Reason and number of the frames that devices of a profile have in quarantine. */
    private String quarantine(String profile) {
        for (JsonNode group : rest.get("/api/v1/quarantine").body().path("groups")) {
            if (group.path("profile").asText().equals(profile)) {
                return group.path("reason").asText() + " " + group.path("frames").asInt();
            }
        }
        return "none";
    }

    private int put(String path, JsonNode body) {
        return rest.send("PUT", path, "application/json", body.toString()).status();
    }

    private int callback(String id, String number, String action) throws Exception {
        String body =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", id)
                        .put("case", number)
                        .put("action", action)
                        .put("verdict", "true")
                        .toString();
        long now = Instant.now().getEpochSecond();
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:"
                                                + ports.desk()
                                                + "/api/v1/dispatch/city/events"))
                        .header("Content-Type", "application/json")
                        .header("webhook-id", id)
                        .header("webhook-timestamp", Long.toString(now))
                        .header(
                                "webhook-signature",
                                new Webhook(CaseEvents.SECRET).sign(id, now, body))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    private void refused(String device, String token) {
        assertThatThrownBy(() -> PlainMqtt.connect(ports.mqtt(), device, token))
                .isInstanceOf(IOException.class)
                .hasMessage("CONNACK with return code 4");
    }

    /** MQTT 3.1.1 has no other answer to a frame that will never be taken than to hang up. */
    private void closedAfter(String payload, String topic) throws IOException {
        try (PlainMqtt device = City.connect(ports.mqtt(), "B-1")) {
            assertThatThrownBy(() -> device.publish(topic, payload))
                    .isInstanceOf(IOException.class);
        }
    }

    private void malformed() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ports.mqtt())) {
            socket.setSoTimeout(10_000);
            // A CONNECT whose length has more bytes than MQTT allows (1.5.5: four at most).
            socket.getOutputStream().write(new byte[] {0x10, -1, -1, -1, -1, -1});
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    private List<String> readings(String device, String point) {
        List<String> told = new ArrayList<>();
        rest.get("/api/v1/devices/" + device + "/readings?point=" + point)
                .body()
                .path("readings")
                .forEach(one -> told.add(one.path("quality") + " " + one.path("value")));
        return told;
    }
}
