// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.lamplighter.cli.rest.RestClient;

import java.io.IOException;
import java.time.Duration;

/** What the operator of a test does over REST, and what its devices hold. */
final class City {
    /** Registered devices can publish within this time. */
    static final Duration REGISTRATION_BOUND = Duration.ofSeconds(2);

    private City() {}

    /** The target that {@link CaseEvents} listens as. */
    static void addTarget(RestClient rest, int port) {
        ObjectNode target = JsonNodeFactory.instance.objectNode();
        target.put("name", "city")
                .put("url", "http://127.0.0.1:" + port + "/")
                .put("secret", CaseEvents.SECRET);
        assertThat(rest.post("/api/v1/targets", target).status()).isEqualTo(201);
    }

    static void addCover(RestClient rest, String id) {
        ObjectNode device = JsonNodeFactory.instance.objectNode();
        device.put("id", id).put("profile", "generic-manhole-cover").put("token", token(id));
        assertThat(rest.post("/api/v1/devices", device).status()).isEqualTo(201);
    }

    static String token(String device) {
        return "a-token-of-" + device + "-for-tests";
    }

    /** Connects a device that was just registered: until the gateway knows it, it is refused. */
    static PlainMqtt connect(int port, String device) throws IOException {
        long deadline = System.nanoTime() + REGISTRATION_BOUND.toNanos();
        while (true) {
            try {
                return PlainMqtt.connect(port, device, token(device));
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
        }
    }
}
