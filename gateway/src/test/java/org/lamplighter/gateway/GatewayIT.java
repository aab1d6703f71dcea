// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.lamplighter.gateway.identity.KnownDevices.tokenOf;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.embedded.EmbeddedKafka;
import org.lamplighter.gateway.log.KafkaConfig;
import org.lamplighter.gateway.mqtt.Packets;
import org.lamplighter.gateway.transport.ListenAddress;
import org.lamplighter.log.FrameRecords;
import org.lamplighter.log.Tick;
import org.lamplighter.log.Topic;
import org.lamplighter.reading.Frame;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The gateway with a real Kafka, a real MQTT 5 client, and MQTT 3.1.1 over plain sockets. */
@Timeout(120)
class GatewayIT {
    @TempDir static Path directory;

    private static EmbeddedKafka kafka;
    private static LogUnderTest log;
    private static Gateway gateway;

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start(directory, 0);
        log = new LogUnderTest(kafka.bootstrapServers());
        gateway = Gateway.start(config("gw1"));

        // before the registry's topics exist nobody is a stranger
        try (PlainClient early = new PlainClient(gateway.mqttAddress())) {
            early.send(Packets.connect3("c", "cover-1", tokenOf("cover-1")));
            assertThat(early.read()).containsExactly(0x20, 2, 0, 3);
        }
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").body())
                .isEqualTo("the registry's feed has not been read to its end\n");

        log.createTopics(Topic.FRAMES, Topic.DEVICES, Topic.PROFILES);
        log.register("cover-1", "cover-2");
        assertThat(gateway.awaitReady(Duration.ofSeconds(20))).isTrue();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        log.close();
        kafka.close();
    }

    private static GatewayConfig config(String name) {
        return GatewayConfig.defaults()
                .withName(name)
                .withKafka(KafkaConfig.DEFAULT.withBootstrap(kafka.bootstrapServers()))
                .withAddresses(
                        ListenAddress.loopback(0),
                        ListenAddress.loopback(0),
                        ListenAddress.loopback(0));
    }

    @Test
    void isReadyAndTellsItsMetrics() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(get("/metrics").body())
                .contains("lamplighter_gateway_frames_received_total{input=\"mqtt\"}")
                .contains("lamplighter_gateway_frames_in_flight")
                .contains("lamplighter_gateway_connections");
    }

    @Test
    void keepsWhatAnMqtt5ClientPublishes() throws Exception {
        byte[] payload = "{\"tilt\":5}".getBytes(StandardCharsets.UTF_8);
        try (PahoClient client = paho("cover-1", tokenOf("cover-1"), "")) {
            assertThat(client.publish("v1/frames", payload, "paho-85")).isZero();

            List<Frame> kept = framesOn("paho-85");
            assertThat(kept).hasSize(1);
            assertThat(kept.get(0).device().value()).isEqualTo("cover-1");
            assertThat(kept.get(0).source()).isEqualTo("/gw1/mqtt");
            assertThat(kept.get(0).payload().toByteArray()).isEqualTo(payload);
        }
    }

    @Test
    void acknowledgesOnlyWhatIsInTheLogAndLosesNothing() throws Exception {
        int frames = 2_000;
        try (PlainClient client = PlainClient.connected(gateway.mqttAddress(), "cover-2")) {
            List<byte[]> packets = new ArrayList<>();
            for (int i = 1; i <= frames; i++) {
                packets.add(Packets.publish3("v1/frames", i, "ledger " + i));
            }
            client.send(packets.toArray(byte[][]::new));
            for (int i = 1; i <= frames; i++) {
                assertThat(client.read()).containsExactly(0x40, 2, (byte) (i >> 8), (byte) i);
            }
        }

        List<String> kept =
                log.frames().stream()
                        .map(
                                frame ->
                                        new String(
                                                frame.payload().toByteArray(),
                                                StandardCharsets.UTF_8))
                        .filter(text -> text.startsWith("ledger"))
                        .toList();
        assertThat(kept).as("in order, each once").hasSize(frames).doesNotHaveDuplicates();
        assertThat(kept.get(0)).isEqualTo("ledger 1");
        assertThat(kept.get(frames - 1)).isEqualTo("ledger " + frames);
    }

    @Test
    void turnsAwayAWrongPasswordAndAnUnknownDevice() {
        assertThat(catchThrowableOfType(MqttException.class, () -> paho("cover-1", "wrong", "")))
                .extracting(MqttException::getReasonCode)
                .isEqualTo(0x86);
        assertThat(catchThrowableOfType(MqttException.class, () -> paho("nobody", "wrong", "")))
                .extracting(MqttException::getReasonCode)
                .isEqualTo(0x86);
    }

    @Test
    void closesWithinASecondAfterARefusal() throws Exception {
        try (PlainClient client = new PlainClient(gateway.mqttAddress())) {
            client.send(Packets.connect3("c", "cover-1", "wrong"));
            assertThat(client.read()).containsExactly(0x20, 2, 0, 4);
            long refused = System.nanoTime();

            assertThat(client.read()).isEqualTo(PlainClient.END);

            assertThat(System.nanoTime() - refused).isLessThan(Duration.ofSeconds(1).toNanos());
        }
    }

    @Test
    void tellsAnMqtt5ClientThatATopicIsWrong() throws Exception {
        try (PahoClient client = paho("cover-1", tokenOf("cover-1"), "")) {
            assertThat(client.publish("v1/wrong", new byte[] {1}, "")).isEqualTo(0x90);
            assertThat(client.publish("v1/frames", new byte[] {2}, "")).isZero();
        }
    }

    @Test
    void disconnectsAnOversizeFrameWithAReasonThatArrives() throws Exception {
        try (PlainClient client = new PlainClient(gateway.mqttAddress())) {
            client.send(Packets.connect5("big", "cover-1", tokenOf("cover-1")));
            client.read();

            client.send(
                    Packets.publish(5, 1, "v1/frames", 1, new byte[0], new byte[65_536]),
                    Packets.publish(5, 1, "v1/frames", 2, new byte[0], new byte[65_537]),
                    new byte[300_000]);

            byte[] answer = client.read();
            if (answer[0] == 0x40) {
                answer = client.read();
            }
            assertThat(answer[0]).isEqualTo((byte) 0xE0);
            assertThat(answer[2]).isEqualTo((byte) 0x95);
            assertThat(client.read()).isEqualTo(PlainClient.END);
        }
    }

    @Test
    void closesMalformedBytesAndServesTheOthers() throws Exception {
        try (PlainClient good = PlainClient.connected(gateway.mqttAddress(), "cover-2");
                PlainClient bad = PlainClient.connected(gateway.mqttAddress(), "cover-1")) {
            bad.send(new byte[] {0x36, 2, 0, 0});
            assertThat(bad.read()).isEqualTo(PlainClient.END);

            good.send(Packets.publish3("v1/frames", 9, "x"));

            assertThat(good.read()).containsExactly(0x40, 2, 0, 9);
        }
    }

    @Test
    void tellsAClientThatItWasTakenOver() throws Exception {
        try (PahoClient first = paho("cover-1", tokenOf("cover-1"), "same");
                PahoClient second = paho("cover-1", tokenOf("cover-1"), "same");
                PahoClient stranger = paho("cover-2", tokenOf("cover-2"), "same")) {
            assertThat(first.awaitGoodbye(Duration.ofSeconds(10))).hasValue(0x8E);
            assertThat(second.publish("v1/frames", new byte[] {1}, "")).isZero();
            assertThat(stranger.publish("v1/frames", new byte[] {1}, "")).isZero();
        }
    }

    @Test
    void keepsWhatAnHttpClientPosts() throws Exception {
        HttpResponse<String> answer =
                post("/v1/frames?channel=http-1", tokenOf("cover-1"), new byte[] {1, 2, 3});

        List<Frame> kept = framesOn("http-1");
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"frame\":\"" + kept.get(0).id() + "\"}");
        assertThat(kept.get(0).payload().toHex()).isEqualTo("010203");
        assertThat(kept.get(0).source()).isEqualTo("/gw1/http");
        assertThat(kept.get(0).id().gateway()).isEqualTo("gw1");
    }

    @Test
    void answersHttpRefusalsWithProblems() throws Exception {
        HttpResponse<String> stranger = post("/v1/frames", "wrong", new byte[] {1});
        HttpResponse<String> oversize = post("/v1/frames", tokenOf("cover-1"), new byte[65_537]);

        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(stranger.headers().firstValue("content-type"))
                .hasValue("application/problem+json");
        assertThat(oversize.statusCode()).isEqualTo(413);
    }

    @Test
    void admitsADeviceWithinTwoSecondsOfItsRegistration() throws Exception {
        for (int i = 0; i < 20; i++) {
            String device = "new-" + i;
            log.register(device);
            long registered = System.nanoTime();
            int status = 0;
            while (status != 202) {
                assertThat(System.nanoTime() - registered)
                        .isLessThan(Duration.ofSeconds(2).toNanos());
                status = post("/v1/frames", tokenOf(device), new byte[] {1}).statusCode();
            }
        }
    }

    @Test
    void endsConnectionsOfARemovedDevice() throws Exception {
        log.register("leaver");
        try (PlainClient client = connectedEventually("leaver")) {
            log.put(Topic.DEVICES, "leaver", null);

            assertThat(client.read()).isEqualTo(PlainClient.END);
        }
    }

    @Test
    void servesHonestClientsWhileAThousandStrangersHoldConnectionsOpen() throws Exception {
        List<Socket> strangers = new ArrayList<>();
        try (PlainClient old = PlainClient.connected(gateway.mqttAddress(), "cover-1")) {
            for (int i = 0; i < 1_000; i++) {
                Socket stranger = new Socket();
                stranger.connect(gateway.mqttAddress(), 10_000);
                if (i % 2 == 0) {
                    stranger.getOutputStream().write(0x10);
                }
                strangers.add(stranger);
            }

            old.send(Packets.publish3("v1/frames", 1, "old"));
            assertThat(old.read()).containsExactly(0x40, 2, 0, 1);
            try (PlainClient next = PlainClient.connected(gateway.mqttAddress(), "cover-2")) {
                next.send(Packets.publish3("v1/frames", 2, "new"));
                assertThat(next.read()).containsExactly(0x40, 2, 0, 2);
            }
            strangers.get(0).setSoTimeout(13_000);
            assertThat(strangers.get(0).getInputStream().read())
                    .as("after ten seconds")
                    .isNegative();
        } finally {
            for (Socket stranger : strangers) {
                stranger.close();
            }
        }
    }

    @Test
    void writesTicksToEveryPartitionEachSecond() throws Exception {
        Map<Integer, List<Long>> times = new HashMap<>();
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (times.values().stream().filter(each -> each.size() >= 4).count()
                < LogUnderTest.PARTITIONS) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            times.clear();
            for (ConsumerRecord<String, byte[]> each :
                    log.records(LogUnderTest.isOfType(FrameRecords.TICK_TYPE))) {
                if (Tick.parse(each.value()).equals(new Tick("gw1", List.of("http", "mqtt")))) {
                    times.computeIfAbsent(each.partition(), p -> new ArrayList<>())
                            .add(each.timestamp());
                }
            }
        }

        times.forEach(
                (partition, at) -> {
                    for (int i = 1; i < at.size(); i++) {
                        assertThat(at.get(i) - at.get(i - 1)).isBetween(0L, 5_000L);
                    }
                });
    }

    @Test
    void stopsCleanlyWithAReasonForMqtt5Clients() throws Exception {
        Gateway second = Gateway.start(config("gw2"));
        assertThat(second.awaitReady(Duration.ofSeconds(20))).isTrue();
        try (PlainClient client = new PlainClient(second.mqttAddress())) {
            client.send(Packets.connect5("c", "cover-1", tokenOf("cover-1")));
            client.read();
            client.send(Packets.publish5("v1/frames", 1, "last"));
            assertThat(client.read()[0]).isEqualTo((byte) 0x40);

            second.close();

            byte[] goodbye = client.read();
            assertThat(goodbye[0]).isEqualTo((byte) 0xE0);
            assertThat(goodbye[2]).isEqualTo((byte) 0x8B);
        }
        assertThatThrownBy(() -> new PlainClient(second.mqttAddress()))
                .isInstanceOf(Exception.class);
    }

    @Test
    void saysWhichPortIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            ListenAddress address = ListenAddress.loopback(taken.getLocalPort());

            assertThatThrownBy(
                            () ->
                                    Gateway.start(
                                            config("gw3")
                                                    .withAddresses(
                                                            address,
                                                            ListenAddress.loopback(0),
                                                            ListenAddress.loopback(0))))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "cannot listen for mqtt on "
                                    + address
                                    + ": the address is in use or not this machine's; stop what"
                                    + " uses it or choose another port");
        }
    }

    private static PlainClient connectedEventually(String device) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        while (true) {
            try {
                return PlainClient.connected(gateway.mqttAddress(), device);
            } catch (IOException notYet) {
                if (System.nanoTime() > deadline) {
                    throw notYet;
                }
            }
        }
    }

    private static List<Frame> framesOn(String channel) {
        return log.frames().stream().filter(frame -> frame.channel().equals(channel)).toList();
    }

    private static PahoClient paho(String user, String password, String clientId)
            throws MqttException {
        return new PahoClient(gateway.mqttAddress(), user, password, clientId);
    }

    private static HttpResponse<String> post(String path, String token, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:"
                                                + gateway.httpAddress().getPort()
                                                + path))
                        .header("Authorization", "Bearer " + token)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + gateway.metricsAddress().getPort() + path);
        return CLIENT.send(
                HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
}
