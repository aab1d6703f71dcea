// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.up;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.lamplighter.cli.receive.Receiver;
import org.lamplighter.cli.rest.RestClient;
import org.lamplighter.cli.rest.RestException;
import org.lamplighter.cli.simulate.SimulatedCity;
import org.lamplighter.desk.seal.SecretFile;
import org.lamplighter.desk.seal.SecretFileException;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** The simulated city and a receiver that prints its cases, beside an all-in-one. */
final class Demo implements AutoCloseable {
    /** How many devices the simulated city has. */
    private static final int DEVICES = 60;

    private static final long SEED = 20_260;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Receiver receiver;
    private final SimulatedCity city;

    private Demo(Receiver receiver, SimulatedCity city) {
        this.receiver = receiver;
        this.city = city;
    }

    static Demo begin(AllInOne all, Ports ports, DataFiles files, Progress progress)
            throws Exception {
        URI desk = all.page();
        try (RestClient rest = new RestClient(desk, Files.readString(files.adminToken()).strip())) {
            String secret = secret(files.demoSecret());
            // One port and one secret over all runs: what was not delivered before a stop is
            // delivered after it.
            Receiver receiver =
                    Receiver.start(
                            ports.demoReceiver(),
                            secret,
                            event -> progress.say(summary(event.body())));
            register(rest, receiver, secret);
            SimulatedCity city =
                    SimulatedCity.begin(
                            DEVICES,
                            SEED,
                            SimulatedCity.Gateway.local(ports.mqtt(), ports.coaps())
                                    .withBroker(all.broker()),
                            rest,
                            files.cityTokens());
            return new Demo(receiver, city);
        }
    }

    private static String secret(Path file) {
        try {
            return SecretFile.readOrCreate(
                    file, "secret of the demo's receiver", Demo::freshSecret);
        } catch (SecretFileException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
    }

    private static String freshSecret() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return "whsec_" + Base64.getEncoder().encodeToString(random);
    }

    int devices() {
        return DEVICES;
    }

    @Override
    public void close() {
        city.close();
        receiver.close();
    }

    private static void register(RestClient rest, Receiver receiver, String secret) {
        ObjectNode target = JsonNodeFactory.instance.objectNode();
        target.put("name", "demo");
        target.put("url", "http://127.0.0.1:" + receiver.port() + "/");
        target.put("secret", secret);
        RestClient.Answer answer = rest.post("/api/v1/targets", target);
        if (answer.status() != 201 && answer.status() != 409) {
            throw new RestException(
                    "the demo's receiver could not be made a target: the desk answered "
                            + answer.status()
                            + " "
                            + answer.body().path("detail").asText());
        }
    }

    /** One line for people about a case event. */
    private static String summary(String body) {
        try {
            JsonNode event = MAPPER.readTree(body);
            JsonNode data = event.path("data");
            String type = event.path("type").asText().replace("org.lamplighter.case.", "");
            return "case "
                    + data.path("number").asText()
                    + " "
                    + type
                    + ": "
                    + data.path("title").path("en").asText()
                    + " "
                    + data.path("title").path("zh").asText()
                    + ", "
                    + data.path("severity").asText()
                    + ", "
                    + data.path("scope").asText();
        } catch (IOException e) {
            return "a verified event that is no JSON: " + e.getMessage();
        }
    }
}
