// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.simulate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.lamplighter.cli.rest.RestClient;
import org.lamplighter.cli.rest.RestException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Registers the simulated devices by REST. Their tokens are random and kept in a file of mode 0600,
 * so that a later run speaks for the same devices.
 */
final class CityRegistration {
    private CityRegistration() {}

    /** Makes sure that every device is registered, and tells each one's token by its id. */
    static Map<String, String> register(
            List<SimulatedDevice> devices, RestClient desk, Path tokenFile) {
        Map<String, String> tokens = load(tokenFile);
        for (SimulatedDevice device : devices) {
            if (!tokens.containsKey(device.id())) {
                tokens.put(device.id(), newToken());
            }
        }
        // Kept before they are used: a registered device whose token was lost could never speak
        // again.
        store(tokenFile, tokens);
        for (SimulatedDevice device : devices) {
            RestClient.Answer answer =
                    desk.post(
                            "/api/v1/devices", body(device, tokens.getOrDefault(device.id(), "")));
            if (answer.status() != 201 && answer.status() != 409) {
                throw new RestException(
                        "the simulated device "
                                + device.id()
                                + " could not be registered: the desk"
                                + " answered "
                                + answer.status()
                                + " "
                                + answer.body().path("detail").asText());
            }
        }
        return tokens;
    }

    private static ObjectNode body(SimulatedDevice device, String token) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("id", device.id());
        body.put("profile", device.kind().profile());
        body.put("name", "Simulated " + device.id().substring("demo-".length()));
        body.put("token", token);
        body.putArray("tags").add("demo");
        // A made-up street grid; the ordinal spreads the devices along it.
        body.putObject("location")
                .put("lon", 118.275 + device.ordinal() * 0.0007)
                .put("lat", 33.963 + device.kind().row() * 0.0011);
        ObjectNode attributes = body.putObject("attributes");
        switch (device.kind()) {
            case COVER -> attributes.put("drainage_main", "M" + (device.ordinal() / 8 + 1));
            case LAMP -> attributes.put("feeder", "F" + (device.ordinal() / 8 + 1));
            case BAY -> attributes.put("lot", "L1");
        }
        return body;
    }

    private static String newToken() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static Map<String, String> load(Path file) {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (var in = Files.newBufferedReader(file)) {
                properties.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        Map<String, String> tokens = new TreeMap<>();
        properties.stringPropertyNames().forEach(id -> tokens.put(id, properties.getProperty(id)));
        return tokens;
    }

    private static void store(Path file, Map<String, String> tokens) {
        Properties properties = new Properties();
        properties.putAll(tokens);
        try {
            if (!Files.exists(file)) {
                Files.createFile(
                        file,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
            }
            try (var out = Files.newBufferedWriter(file)) {
                properties.store(out, "Tokens of the simulated devices");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
