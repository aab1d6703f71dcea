// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.lamplighter.cli.rest.RestClient;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Rain over one drainage main: all its covers say the same within seconds. */
final class Storm {
    /** How many covers speak at once, each on a connection of its own. */
    private static final int AT_ONCE = 16;

    private final String main;
    private final List<String> covers;
    private final RestClient rest;
    private final int mqttPort;

    private Storm(String main, List<String> covers, RestClient rest, int mqttPort) {
        this.main = main;
        this.covers = covers;
        this.rest = rest;
        this.mqttPort = mqttPort;
    }

    /** Registers the covers of a main in one request. */
    static Storm over(String main, int count, RestClient rest, int mqttPort) {
        List<String> covers = new ArrayList<>();
        StringBuilder csv = new StringBuilder("id,profile,name,lon,lat,tags,token,drainage_main\n");
        for (int i = 0; i < count; i++) {
            String id = main + "-" + i;
            covers.add(id);
            csv.append(
                    "%s,generic-manhole-cover,Well %d,118.28,33.96,,%s,%s\n"
                            .formatted(id, i, City.token(id), main));
        }
        RestClient.Answer answer =
                rest.send("POST", "/api/v1/devices/import", "text/csv", csv.toString());
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
        return new Storm(main, covers, rest, mqttPort);
    }

    List<String> covers() {
        return covers;
    }

    /**
     * Each cover connects, says this, waits until it is acknowledged, and goes.
     *
     * @return how long it took until the last was acknowledged
     */
    Duration say(String payload) throws Exception {
        long begin = System.nanoTime();
        try (ExecutorService radios = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> said = new ArrayList<>();
            for (String cover : covers) {
                said.add(
                        radios.submit(
                                () -> {
                                    try (PlainMqtt client = City.connect(mqttPort, cover)) {
                                        client.publish("v1/frames", payload);
                                    }
                                    return null;
                                }));
            }
            for (Future<?> one : said) {
                one.get();
            }
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** The devices that REST names as members of a case. */
    List<String> devicesOf(String number) {
        List<String> devices = new ArrayList<>();
        rest.get("/api/v1/cases/" + number)
                .body()
                .path("devices")
                .forEach(device -> devices.add(device.asText()));
        return devices;
    }

    /** Kind and scope of the open cases of the main and of its covers. */
    List<String> openCases() {
        List<String> open = new ArrayList<>();
        for (JsonNode one : rest.get("/api/v1/cases?state=open&limit=500").body().path("cases")) {
            String scope = one.path("scope").asText();
            if (scope.equals("drainage_main:" + main) || scope.startsWith("device:" + main + "-")) {
                open.add(one.path("kind").asText() + " " + scope);
            }
        }
        return open;
    }
}
