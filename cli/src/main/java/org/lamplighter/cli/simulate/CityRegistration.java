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
 * Registers the simulated devices by REST. Their tokens and keys are random and kept in a file of
 * mode 0600, so that a later run speaks for the same devices.
 */
final class CityRegistration {
    private CityRegistration() {}

    /** After a device's id in the file: its DTLS key in hexadecimal. */
    private static final String PSK = "/psk";

    private static final int TOKEN_BYTES = 24;
    private static final int PSK_BYTES = 16;

    /**
     * Makes sure that every device is registered, and tells what each proves itself with by its id.
     * A device that was registered without a key speaks MQTT for ever.
     */
    static Map<String, Credentials> register(
            List<SimulatedDevice> devices, RestClient desk, Path tokenFile) {
        Map<String, String> tokens = load(tokenFile);
        for (SimulatedDevice device : devices) {
            if (!tokens.containsKey(device.id())) {
                tokens.put(device.id(), random(TOKEN_BYTES));
                if (device.speaksCoap()) {
                    tokens.put(device.id() + PSK, random(PSK_BYTES));
                }
            }
        }
        // Kept before they are used: a registered device whose token was lost could never speak
        // again.
        store(tokenFile, tokens);
        Map<String, Credentials> credentials = new TreeMap<>();
        for (SimulatedDevice device : devices) {
            Credentials own =
                    new Credentials(
                            tokens.getOrDefault(device.id(), ""),
                            tokens.getOrDefault(device.id() + PSK, ""));
            credentials.put(device.id(), own);
            RestClient.Answer answer = desk.post("/api/v1/devices", body(device, own));
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
        return credentials;
    }

    private static ObjectNode body(SimulatedDevice device, Credentials credentials) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("id", device.id());
        body.put("profile", device.kind().profile());
        body.put("name", "Simulated " + device.id().substring("demo-".length()));
        body.put("token", credentials.token());
        if (!credentials.psk().isEmpty()) {
            body.put("psk", credentials.psk());
        }
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

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
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
                properties.store(out, "Tokens and keys of the simulated devices");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
