// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lamplighter.gateway.bridge.BridgeWorld.until;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.embedded.FreePorts;
import org.lamplighter.embedded.MosquittoBroker;
import org.lamplighter.embedded.MosquittoUser;
import org.lamplighter.gateway.RecordingEvents;
import org.lamplighter.gateway.event.GatewayEvent;
import org.lamplighter.profile.TopicPattern;
import org.lamplighter.reading.Frame;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What becomes of a bridge's session at a real mosquitto: kept, forgotten, taken over. */
@Timeout(240)
class BridgeSessionIT {
    private static final List<MosquittoUser> USERS =
            List.of(
                    new MosquittoUser("bridge", "b-secret", MosquittoUser.Right.READ, "city/+/up"),
                    new MosquittoUser(
                            "devices", "d-secret", MosquittoUser.Right.WRITE, "city/+/up"));

    @TempDir Path directory;

    private final BridgeWorld world = new BridgeWorld();
    private final int port = FreePorts.next();
    private BridgeConfig config;

    @BeforeEach
    void configure() throws Exception {
        Path password = Files.writeString(directory.resolve("bridge.password"), "b-secret");
        config =
                new BridgeConfig(
                        "city",
                        URI.create("tcp://127.0.0.1:" + port),
                        "bridge",
                        Optional.of(password),
                        "lamplighter",
                        new TopicPattern("city/{device}/up"));
    }

    @Test
    void whatTheBrokerKeptWhileTheBridgeWasAwayArrivesOnceAndInOrder() throws Exception {
        try (MosquittoBroker broker = broker()) {
            try (Bridge bridge = Bridge.start(config, world.services())) {
                until("it is up", bridge::isUp);
                publish("before");
                until("it takes a frame", () -> world.log.kept().size() == 1);
            }
            publish("kept 1");
            publish("kept 2");
            try (Bridge bridge = Bridge.start(config, world.services())) {
                until("it is up again", bridge::isUp);
                publish("after");
                until("it takes the frames", () -> world.log.kept().size() >= 4);
            }
            assertThat(broker.port()).isEqualTo(port);
        }
        assertThat(payloads()).containsExactly("before", "kept 1", "kept 2", "after");
        assertThat(world.events.all(GatewayEvent.BridgeSessionLost.class)).isEmpty();
    }

    @Test
    void aSessionThatTheBrokerHasForgottenIsToldOnceAndBegunAnew() throws Exception {
        MosquittoBroker broker = broker();
        try (Bridge bridge = Bridge.start(config, world.services())) {
            until("it is up", bridge::isUp);
            broker.close();
            broker = broker();
            until("it is up again", () -> ups() == 2);
            assertThat(world.events.all(GatewayEvent.BridgeSessionLost.class))
                    .as("the broker has kept it over its stop")
                    .isEmpty();

            broker.close();
            Files.delete(directory.resolve("broker").resolve("mosquitto.db"));
            broker = broker();
            until("it is up a third time", () -> ups() == 3);

            assertThat(world.events.all(GatewayEvent.BridgeSessionLost.class))
                    .containsExactly(new GatewayEvent.BridgeSessionLost(bridge.input()));
            publish("after");
            until("it takes a frame", () -> world.log.kept().size() == 1);
        } finally {
            broker.close();
        }
    }

    @Test
    void ofTwoWithOneIdEachTakesOverInPausesThatGrowAndNothingIsLost() throws Exception {
        RecordingEvents one = new RecordingEvents();
        RecordingEvents other = new RecordingEvents();
        try (MosquittoBroker broker = broker();
                Bridge first = Bridge.start(config, world.services(one))) {
            until("it is up", first::isUp);
            long begun = System.nanoTime();
            try (Bridge second = Bridge.start(config, world.services(other))) {
                for (int n = 1; n <= 5; n++) {
                    int times = n;
                    until("it was taken over " + n + " times", () -> downs(one).size() >= times);
                    publish("frame " + n);
                }
                // four pauses of the first, at their shortest: 0.25 s + 0.5 s + 1 s + 2 s
                Duration took = Duration.ofNanos(System.nanoTime() - begun);
                System.out.println("taken over five times in " + took);
                assertThat(took).isGreaterThan(Duration.ofMillis(3_750));
            }
            until("one of them has the frames", () -> payloads().contains("frame 5"));
            until("the first is up for good", first::isUp);
            assertThat(broker.port()).isEqualTo(port);
        }
        assertThat(payloads()).contains("frame 1", "frame 2", "frame 3", "frame 4", "frame 5");
        assertThat(downs(one)).allMatch(why -> why.contains("lamplighter-gw1-city"));
        assertThat(downs(other)).allMatch(why -> why.contains("lamplighter-gw1-city"));
        assertThat(downs(other)).hasSizeGreaterThanOrEqualTo(4);
        assertThat(one.all(GatewayEvent.BridgeSessionLost.class)).isEmpty();
    }

    private MosquittoBroker broker() {
        return MosquittoBroker.start(
                MosquittoBroker.require(), directory.resolve("broker"), port, USERS);
    }

    private int ups() {
        return world.events.all(GatewayEvent.BridgeUp.class).size();
    }

    private static List<String> downs(RecordingEvents events) {
        return events.all(GatewayEvent.BridgeDown.class).stream()
                .map(GatewayEvent.BridgeDown::why)
                .toList();
    }

    private List<String> payloads() {
        return world.log.kept().stream().map(BridgeSessionIT::text).toList();
    }

    private static String text(Frame frame) {
        return new String(frame.payload().toByteArray(), StandardCharsets.UTF_8);
    }

    private void publish(String text) throws Exception {
        Process publisher =
                new ProcessBuilder(
                                "mosquitto_pub",
                                "-h",
                                "127.0.0.1",
                                "-p",
                                Integer.toString(port),
                                "-u",
                                "devices",
                                "-P",
                                "d-secret",
                                "-q",
                                "1",
                                "-t",
                                "city/cover-1/up",
                                "-m",
                                text)
                        .inheritIO()
                        .start();
        assertThat(publisher.waitFor()).isZero();
    }
}
