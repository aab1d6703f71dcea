// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.cli.receive.Receiver;
import org.lamplighter.cli.rest.RestClient;
import org.lamplighter.cli.up.Ports;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** P1, P2, P3, P8: from a stranger's publish to a verified case, and again after kill -9. */
final class UpIT {
    private static final String SECRET = "whsec_bGFtcGxpZ2h0ZXItZW5kLXRvLWVuZC10ZXN0";
    private static final Duration CASE_BOUND = Duration.ofSeconds(30);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final LinkedBlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();

    @TempDir Path folder;

    @Test
    void aPublishBecomesASignedCaseAndAgainAfterKillMinusNine() throws Exception {
        Ports ports = new Ports(21_000);
        Path data = folder.resolve("data");
        try (Receiver receiver =
                Receiver.start(0, SECRET, event -> events.add(MAPPER.readTree(event.body())))) {
            RunningUp up = RunningUp.start(data, ports);
            System.out.println("first start: " + up.readyLine());
            try (RestClient rest = up.rest()) {
                addTarget(rest, receiver.port());
                addCover(rest, "C-1");
                addCover(rest, "C-2");
            }
            publishWithPaho(ports, "C-1", "{\"seq\":1,\"ch4\":55.5}");

            JsonNode first = awaitOpened("device:C-1");
            assertThat(first.path("data").path("kind").asText()).isEqualTo("methane");
            assertThat(first.path("data").path("severity").asText()).isEqualTo("critical");
            assertThat(first.path("data").path("sequence").asInt()).isEqualTo(1);
            assertThat(first.path("data").path("alarms").get(0).path("rule").asText())
                    .isEqualTo("methane-high");

            up.kill();
            up = RunningUp.start(data, ports);
            System.out.println("after kill -9: " + up.readyLine());
            try (PlainMqtt device = PlainMqtt.connect(ports.mqtt(), "C-2", token("C-2"))) {
                device.publish("v1/frames", "{\"seq\":1,\"open\":true}");
            }

            JsonNode second = awaitOpened("device:C-2");
            assertThat(second.path("data").path("kind").asText()).isEqualTo("cover-unsafe");
            assertThat(second.path("data").path("number").asText())
                    .isNotEqualTo(first.path("data").path("number").asText());
            try (RestClient rest = up.rest()) {
                assertThat(rest.get("/api/v1/cases").body().findValuesAsText("scope"))
                        .containsExactlyInAnyOrder("device:C-1", "device:C-2");
            }
            assertThat(audit(data, ports)).isEqualTo("every difference is 0");
            up.close();
        }
    }

    private static void addTarget(RestClient rest, int port) {
        ObjectNode target = JsonNodeFactory.instance.objectNode();
        target.put("name", "city")
                .put("url", "http://127.0.0.1:" + port + "/")
                .put("secret", SECRET);
        assertThat(rest.post("/api/v1/targets", target).status()).isEqualTo(201);
    }

    private static void addCover(RestClient rest, String id) {
        ObjectNode device = JsonNodeFactory.instance.objectNode();
        device.put("id", id).put("profile", "generic-manhole-cover").put("token", token(id));
        assertThat(rest.post("/api/v1/devices", device).status()).isEqualTo(201);
    }

    private static String token(String device) {
        return "a-token-of-" + device + "-for-tests";
    }

    /** A registered device can publish within two seconds; until then it is told to try again. */
    private static void publishWithPaho(Ports ports, String device, String payload)
            throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(device);
        options.setPassword(token(device).getBytes(StandardCharsets.UTF_8));
        MqttClient client =
                new MqttClient("tcp://127.0.0.1:" + ports.mqtt(), device, new MemoryPersistence());
        try {
            while (!client.isConnected()) {
                try {
                    client.connect(options);
                } catch (org.eclipse.paho.mqttv5.common.MqttException e) {
                    if (System.nanoTime() > deadline) {
                        throw e;
                    }
                }
            }
            client.publish("v1/frames", payload.getBytes(StandardCharsets.UTF_8), 1, false);
            client.disconnect();
        } finally {
            client.close(true);
        }
    }

    private JsonNode awaitOpened(String scope) throws InterruptedException {
        long deadline = System.nanoTime() + CASE_BOUND.toNanos();
        while (true) {
            JsonNode event = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            assertThat(event)
                    .describedAs("a case event of %s within %s", scope, CASE_BOUND)
                    .isNotNull();
            if (event.path("type").asText().equals("org.lamplighter.case.opened")
                    && event.path("data").path("scope").asText().equals(scope)) {
                return event;
            }
        }
    }

    /** The last line that audit says. */
    private static String audit(Path data, Ports ports) throws Exception {
        Process process =
                RunningUp.launch(
                        List.of(
                                "audit",
                                "--data",
                                data.toString(),
                                "--port-offset",
                                Integer.toString(ports.offset()),
                                "--wait",
                                "30"));
        List<String> lines = process.inputReader().lines().toList();
        process.waitFor();
        System.out.println(String.join("\n", lines));
        return lines.getLast();
    }
}
