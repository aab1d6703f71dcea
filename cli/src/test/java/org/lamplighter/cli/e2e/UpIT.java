// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.cli.rest.RestClient;
import org.lamplighter.cli.up.Ports;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;

/** P1, P2, P3, P8: from a stranger's publish to a verified case, and again after kill -9. */
final class UpIT {
    private static final String PSK = "0123456789abcdef";

    @TempDir Path folder;

    @Test
    void aPublishBecomesASignedCaseAndAgainAfterKillMinusNine() throws Exception {
        Ports ports = Ports.anyFree();
        Path data = folder.resolve("data");
        try (CaseEvents events = CaseEvents.listen()) {
            RunningUp up = RunningUp.start(data, ports);
            System.out.println("first start: " + up.readyLine());
            try (RestClient rest = up.rest()) {
                City.addTarget(rest, events.port());
                City.addCover(rest, "C-1");
                City.addCover(rest, "C-2");
            }
            publishWithPaho(ports, "C-1", "{\"seq\":1,\"ch4\":55.5}");

            JsonNode first = events.awaitOpened("device:C-1");
            assertThat(first.path("data").path("kind").asText()).isEqualTo("methane");
            assertThat(first.path("data").path("severity").asText()).isEqualTo("critical");
            assertThat(first.path("data").path("sequence").asInt()).isEqualTo(1);
            assertThat(first.path("data").path("alarms").get(0).path("rule").asText())
                    .isEqualTo("methane-high");

            up.kill();
            up = RunningUp.start(data, ports);
            System.out.println("after kill -9: " + up.readyLine());
            try (PlainMqtt device = City.connect(ports.mqtt(), "C-2")) {
                device.publish("v1/frames", "{\"seq\":1,\"open\":true}");
            }

            JsonNode second = events.awaitOpened("device:C-2");
            assertThat(second.path("data").path("kind").asText()).isEqualTo("cover-unsafe");
            assertThat(second.path("data").path("number").asText())
                    .isNotEqualTo(first.path("data").path("number").asText());
            try (RestClient rest = up.rest()) {
                assertThat(rest.get("/api/v1/cases").body().findValuesAsText("scope"))
                        .containsExactlyInAnyOrder("device:C-1", "device:C-2");
            }
            try (RestClient rest = up.rest()) {
                sendByCoap(rest, ports, "C-3");
            }
            assertThat(up.audit()).isEqualTo("every difference is 0");
            up.close();
        }
    }

    /** From the key that the registry gave to the frame in the log, by libcoap's client. */
    private static void sendByCoap(RestClient rest, Ports ports, String device) throws Exception {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("id", device).put("profile", "generic-manhole-cover").put("name", device);
        body.put("psk", HexFormat.of().formatHex(PSK.getBytes(StandardCharsets.UTF_8)));
        body.putObject("location").put("lon", 118.28).put("lat", 33.96);
        assertThat(rest.post("/api/v1/devices", body).status()).isEqualTo(201);
        Metrics gateway = new Metrics(ports.gatewayMetrics());
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        // until the registry's feed has reached the gateway its handshake is met with silence
        while (gateway.sum("lamplighter_gateway_frames_appended_total", "coaps") < 1) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            new ProcessBuilder(
                            "coap-client-openssl",
                            "-B",
                            "3",
                            "-m",
                            "post",
                            "-u",
                            device,
                            "-k",
                            PSK,
                            "-e",
                            "{\"seq\":1,\"tilt\":1.5}",
                            "coaps://127.0.0.1:" + ports.coaps() + "/v1/frames")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }
    }

    private static void publishWithPaho(Ports ports, String device, String payload)
            throws Exception {
        long deadline = System.nanoTime() + City.REGISTRATION_BOUND.toNanos();
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(device);
        options.setPassword(City.token(device).getBytes(StandardCharsets.UTF_8));
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
}
