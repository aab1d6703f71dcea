// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lamplighter.gateway.bridge.BridgeWorld.until;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.embedded.FreePorts;
import org.lamplighter.embedded.MosquittoBroker;
import org.lamplighter.gateway.event.GatewayEvent;
import org.lamplighter.profile.TopicPattern;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A bridge to a real mosquitto that listens by TLS with a certificate of an own authority. */
@Timeout(180)
class BridgeTlsIT {
    @TempDir static Path directory;

    private static Certificates certificates;
    private static Process broker;
    private static int port;

    private final BridgeWorld world = new BridgeWorld();

    @BeforeAll
    static void start() throws Exception {
        certificates = Certificates.make(directory.resolve("city"), "localhost");
        port = FreePorts.next();
        broker = listen(certificates, port);
    }

    private static Process listen(Certificates certificates, int port) throws IOException {
        Path configuration =
                Files.write(
                        directory.resolve(port + ".conf"),
                        List.of(
                                "listener " + port + " 127.0.0.1",
                                "certfile " + certificates.certificate(),
                                "keyfile " + certificates.key(),
                                "user " + System.getProperty("user.name"),
                                "allow_anonymous true"));
        String program = MosquittoBroker.require().toString();
        Process process =
                new ProcessBuilder(program, "-c", configuration.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve(port + ".log").toFile())
                        .start();
        until("mosquitto listens", () -> isListening(port));
        return process;
    }

    @AfterAll
    static void stop() {
        broker.destroy();
    }

    @Test
    void connectsToABrokerWhoseAuthorityIsInTheFileAndTakesItsFrames() throws Exception {
        BridgeConfig config = config("localhost").withCaFile(certificates.authority());
        try (Bridge bridge = Bridge.start(config, world.services())) {
            until(
                    "the bridge is up: " + world.events.all(GatewayEvent.BridgeDown.class),
                    bridge::isUp);
            Process publisher =
                    new ProcessBuilder(
                                    "mosquitto_pub",
                                    "-h",
                                    "localhost",
                                    "-p",
                                    Integer.toString(port),
                                    "--cafile",
                                    certificates.authority().toString(),
                                    "-q",
                                    "1",
                                    "-t",
                                    "city/cover-1/up",
                                    "-m",
                                    "x")
                            .inheritIO()
                            .start();
            assertThat(publisher.waitFor()).isZero();
            until("the frame is kept", () -> world.log.kept().size() == 1);
        }
        assertThat(world.log.kept().get(0).source()).isEqualTo("/gw1/bridge-city");
    }

    @Test
    void refusesABrokerOfAnotherAuthorityAndSaysWhatToDo() throws Exception {
        Certificates others = Certificates.make(directory.resolve("others"), "localhost");

        assertThat(whyDown(config("localhost").withCaFile(others.authority())))
                .isEqualTo(
                        "the broker's certificate comes from no authority that is in "
                                + others.authority()
                                + "; put the certificate of its authority there, in PEM, if it is"
                                + " the right broker");
    }

    @Test
    void withoutAFileTrustsWhomJavaTrustsAndSaysHowToTrustOthers() throws Exception {
        assertThat(whyDown(config("localhost")))
                .isEqualTo(
                        "the broker's certificate comes from no authority that Java trusts; put the"
                                + " certificate of its authority into a file, in PEM, and name it"
                                + " as the bridge's ca-file, if it is the right broker");
    }

    @Test
    void refusesABrokerWhoseCertificateIsForAnotherName() throws Exception {
        assertThat(whyDown(config("127.0.0.1").withCaFile(certificates.authority())))
                .isEqualTo(
                        "the broker's certificate is not for 127.0.0.1: No subject alternative"
                                + " names matching IP address 127.0.0.1 found; let the bridge's url"
                                + " say a name that the certificate has, or give the broker one"
                                + " for this name");
    }

    @Test
    void refusesABrokerWhoseCertificateHasExpired() throws Exception {
        Certificates old = Certificates.makeExpired(directory.resolve("old"), "localhost");
        int another = FreePorts.next();
        Process itsBroker = listen(old, another);
        try {
            assertThat(whyDown(config("localhost", another).withCaFile(old.authority())))
                    .matches(
                            "the broker's certificate is not valid: .*; give the broker a valid"
                                    + " one");
        } finally {
            itsBroker.destroy();
        }
    }

    @Test
    void saysWhatIsWrongWithTheFile() throws Exception {
        Path none = directory.resolve("none.pem");
        Path key = certificates.key();
        Path longest = Files.write(directory.resolve("longest.pem"), new byte[1 << 20]);
        Path tooLong = Files.write(directory.resolve("too-long.pem"), new byte[(1 << 20) + 1]);
        String advice =
                "; put the certificates of the broker's authorities there, in PEM"
                        + " (-----BEGIN CERTIFICATE-----)";

        assertThat(whyDown(config("localhost").withCaFile(none)))
                .isEqualTo(
                        "the ca-file " + none + " cannot be used: there is no such file" + advice);
        assertThat(whyDown(config("localhost").withCaFile(key)))
                .isEqualTo(
                        "the ca-file "
                                + key
                                + " cannot be used: it has no certificate that can be read"
                                + advice);
        assertThat(whyDown(config("localhost").withCaFile(longest)))
                .startsWith("the ca-file " + longest + " cannot be used: it has no certificate");
        assertThat(whyDown(config("localhost").withCaFile(tooLong)))
                .isEqualTo(
                        "the ca-file "
                                + tooLong
                                + " cannot be used: it is longer than 1048576 bytes"
                                + advice);
    }

    /** What the first attempt to connect came to. */
    private String whyDown(BridgeConfig config) throws Exception {
        int before = world.events.all(GatewayEvent.BridgeDown.class).size();
        try (Bridge bridge = Bridge.start(config, world.services())) {
            until(
                    "it is down",
                    () -> world.events.all(GatewayEvent.BridgeDown.class).size() > before);
            assertThat(bridge.isUp()).isFalse();
        }
        assertThat(world.events.all(GatewayEvent.BridgeUp.class)).isEmpty();
        return world.events.all(GatewayEvent.BridgeDown.class).get(before).why();
    }

    private static BridgeConfig config(String host) {
        return config(host, port);
    }

    private static BridgeConfig config(String host, int port) {
        return new BridgeConfig(
                "city",
                URI.create("ssl://" + host + ":" + port),
                "",
                Optional.empty(),
                "lamplighter",
                new TopicPattern("city/{device}/up"));
    }

    private static boolean isListening(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }
}
