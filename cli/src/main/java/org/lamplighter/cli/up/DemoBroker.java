// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.up;

import org.lamplighter.cli.simulate.SimulatedCity;
import org.lamplighter.desk.seal.SecretFile;
import org.lamplighter.embedded.MosquittoBroker;
import org.lamplighter.embedded.MosquittoUser;
import org.lamplighter.gateway.GatewayConfig;
import org.lamplighter.gateway.bridge.BridgeConfig;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The MQTT broker that the demo's city has already: a part of its devices publishes there, and the
 * gateway's bridge takes their frames from it. Thread-safe.
 *
 * @param broker the running broker
 * @param bridge what the gateway is told about it
 * @param devices what the devices behind it are told
 */
record DemoBroker(MosquittoBroker broker, BridgeConfig bridge, SimulatedCity.Broker devices)
        implements AutoCloseable {
    private static final String NAME = "demo";
    private static final int PASSWORD_BYTES = 24;

    /** What there is to say where no broker is installed. */
    static final String LEFT_OUT =
            "devices behind a broker are left out, all speak to the gateway directly: "
                    + MosquittoBroker.NOT_INSTALLED;

    /**
     * Fails if the demo's bridge cannot stand beside the user's own.
     *
     * @throws StartupException saying why
     */
    static void requireRoom(List<BridgeConfig> own) {
        if (own.stream().anyMatch(bridge -> bridge.name().equals(NAME))) {
            throw new StartupException(
                    "up --demo adds a bridge \"demo\" to those of gateway.bridges, which has one of"
                            + " that name; rename it, or leave --demo out");
        }
        if (own.size() == GatewayConfig.MAX_BRIDGES) {
            throw new StartupException(
                    "up --demo adds a bridge to those of gateway.bridges, which has as many as"
                            + " there may be, "
                            + GatewayConfig.MAX_BRIDGES
                            + "; leave one out, or --demo");
        }
    }

    /**
     * Starts it.
     *
     * @param program the installed mosquitto
     * @param directory where it keeps what it has, and the two passwords (0600)
     */
    static DemoBroker start(Path program, Path directory, int port) {
        Path bridgePassword = directory.resolve("bridge.password");
        Path devicesPassword = directory.resolve("devices.password");
        String bridgeSecret = password(bridgePassword, "the demo's bridge");
        String devicesSecret = password(devicesPassword, "the demo's devices");
        List<MosquittoUser> users =
                List.of(
                        new MosquittoUser(
                                "bridge",
                                bridgeSecret,
                                MosquittoUser.Right.READ,
                                SimulatedCity.Broker.TOPIC.filter()),
                        new MosquittoUser(
                                "devices",
                                devicesSecret,
                                MosquittoUser.Right.WRITE,
                                SimulatedCity.Broker.TOPIC.filter()));
        MosquittoBroker broker = MosquittoBroker.start(program, directory, port, users);
        String url = "tcp://127.0.0.1:" + broker.port();
        return new DemoBroker(
                broker,
                new BridgeConfig(
                        NAME,
                        URI.create(url),
                        "bridge",
                        Optional.of(bridgePassword),
                        "lamplighter",
                        SimulatedCity.Broker.TOPIC),
                new SimulatedCity.Broker(url, "devices", devicesSecret));
    }

    private static String password(Path file, String whose) {
        return SecretFile.readOrCreate(file, "password of " + whose, DemoBroker::freshPassword);
    }

    private static String freshPassword() {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    int port() {
        return broker.port();
    }

    @Override
    public void close() {
        broker.close();
    }
}
