// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lamplighter.gateway.identity.KnownDevices.tokenOf;

import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.embedded.EmbeddedKafka;
import org.lamplighter.gateway.bridge.BridgeConfig;
import org.lamplighter.gateway.coap.CoapConfig;
import org.lamplighter.gateway.coap.CoapDevice;
import org.lamplighter.gateway.coap.NatRelay;
import org.lamplighter.gateway.identity.KnownDevices;
import org.lamplighter.gateway.log.KafkaConfig;
import org.lamplighter.gateway.transport.ListenAddress;
import org.lamplighter.log.FrameRecords;
import org.lamplighter.log.Tick;
import org.lamplighter.log.Topic;
import org.lamplighter.profile.TopicPattern;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Frame;
import org.lamplighter.registry.MasterKey;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * CoAP and a bridge with a real log: Californium's and libcoap's clients, and HiveMQ CE as the
 * broker that was there already.
 */
@Timeout(180)
class CoapAndBridgeIT {
    private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);

    @TempDir static Path directory;

    private static EmbeddedKafka kafka;
    private static LogUnderTest log;
    private static BrokerProcess broker;
    private static int brokerPort;
    private static Gateway gateway;

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        log = new LogUnderTest(kafka.bootstrapServers());
        brokerPort = freePort();
        broker = BrokerProcess.start(directory.resolve("broker"), brokerPort);
        Path masterKeyFile = directory.resolve("master.key");
        Files.createFile(
                masterKeyFile,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(masterKeyFile, "ab".repeat(32) + "\n");
        gateway =
                Gateway.start(
                        GatewayConfig.defaults()
                                .withKafka(
                                        KafkaConfig.DEFAULT.withBootstrap(kafka.bootstrapServers()))
                                .withAddresses(
                                        ListenAddress.loopback(0),
                                        ListenAddress.loopback(0),
                                        ListenAddress.loopback(0))
                                .withCoap(
                                        CoapConfig.OFF
                                                .withSecure(
                                                        ListenAddress.loopback(0), masterKeyFile)
                                                .withPlain(ListenAddress.loopback(0)))
                                .withBridges(
                                        List.of(
                                                new BridgeConfig(
                                                        "city",
                                                        URI.create("tcp://127.0.0.1:" + brokerPort),
                                                        "",
                                                        Optional.empty(),
                                                        "lamplighter",
                                                        new TopicPattern("city/{device}/up")))));
        log.createTopics(Topic.FRAMES, Topic.DEVICES, Topic.PROFILES);
        log.register("cover-1", "cover-2");
        MasterKey masterKey = MasterKey.parse("ab".repeat(32)).orElseThrow();
        KnownDevices known = KnownDevices.of();
        log.put(
                Topic.DEVICES,
                "cover-3",
                known.sealedChange(
                        "cover-3",
                        masterKey.seal(MasterKey.purposeOfPsk(new DeviceId("cover-3")), KEY)));
        assertThat(gateway.awaitReady(Duration.ofSeconds(20))).isTrue();
        until("the bridge is up", () -> bridgeUp("1.0"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        broker.close();
        log.close();
        kafka.close();
    }

    @Test
    void keepsFramesOverDtlsAlsoAfterTheAddressOfTheDeviceHasChanged() throws Exception {
        try (NatRelay nat = new NatRelay(gateway.coapsAddress());
                CoapDevice device = CoapDevice.secure(nat.port(), "cover-3", KEY)) {
            byte[] large = new byte[5_000];
            Arrays.fill(large, (byte) 9);
            assertThat(device.post("v1/frames?channel=cid", new byte[] {1}).getCode())
                    .isEqualTo(ResponseCode.CHANGED);
            int before = nat.outsidePort();
            nat.changePort();
            assertThat(device.post("v1/frames?channel=cid", large).getCode())
                    .as("in blocks, from port %s after %s", nat.outsidePort(), before)
                    .isEqualTo(ResponseCode.CHANGED);

            List<Frame> kept = framesOn("cid");
            assertThat(kept).hasSize(2);
            assertThat(kept.get(0).payload().toHex()).isEqualTo("01");
            assertThat(kept.get(1).payload().toByteArray()).isEqualTo(large);
            assertThat(kept.get(1).source()).isEqualTo("/gw1/coaps");
            assertThat(kept.get(1).device().value()).isEqualTo("cover-3");
        }
    }

    @Test
    void keepsWhatLibcoapsClientSendsOverDtlsInBlocks() throws Exception {
        byte[] payload = new byte[3_000];
        Arrays.fill(payload, (byte) '7');
        Path file = Files.write(directory.resolve("payload"), payload);

        String said =
                coapClient(
                        "coap-client-openssl",
                        "-m",
                        "post",
                        "-u",
                        "cover-3",
                        "-k",
                        new String(KEY, StandardCharsets.UTF_8),
                        "-t",
                        "42",
                        "-f",
                        file.toString(),
                        "coaps://127.0.0.1:"
                                + gateway.coapsAddress().getPort()
                                + "/v1/frames?channel=libcoap");

        List<Frame> kept = framesOn("libcoap");
        assertThat(kept).as(said).hasSize(1);
        assertThat(kept.get(0).payload().toByteArray()).isEqualTo(payload);
    }

    @Test
    void keepsWhatLibcoapsClientSendsPlainAndTellsItWhenItIsAStranger() throws Exception {
        String uri = "coap://127.0.0.1:" + gateway.coapAddress().getPort() + "/v1/frames";
        coapClient(
                "coap-client-notls",
                "-m",
                "post",
                "-e",
                "{\"seq\":1}",
                uri + "?channel=plain&token=" + tokenOf("cover-1"));
        String refused =
                coapClient("coap-client-notls", "-m", "post", "-e", "x", uri + "?token=wrong");

        assertThat(framesOn("plain")).hasSize(1);
        assertThat(framesOn("plain").get(0).source()).isEqualTo("/gw1/coap");
        assertThat(refused)
                .isEqualTo(
                        "4.01 unknown device or wrong token; register the device, or send the"
                                + " token it was given\n");
    }

    @Test
    void losesNothingOfABrokerThatIsKilledAndStartedAgain() throws Exception {
        int each = 300;
        Set<String> published = new HashSet<>();
        publish(published, 0, each);
        until("the first are kept", () -> bridged().containsAll(published));
        broker.kill();
        until("its end is seen", () -> bridgeUp("0.0"));
        until("the ticks say so", () -> lastTick().equals(DOWN));
        broker = BrokerProcess.start(directory.resolve("broker"), brokerPort);
        // published before the bridge is back: the broker keeps them for its session
        publish(published, each, 2 * each);
        until("the ticks say that it is back", () -> lastTick().equals(UP));
        publish(published, 2 * each, 3 * each);

        until("every one is kept", () -> bridged().containsAll(published));

        List<Frame> kept = bridgedFrames();
        System.out.printf(
                "bridge: %d published and acknowledged by the broker, killed once; %d kept, %d"
                        + " records%n",
                published.size(), bridged().size(), kept.size());
        assertThat(published).hasSize(3 * each);
        assertThat(bridged()).isEqualTo(published);
        assertThat(kept)
                .allMatch(frame -> frame.device().value().equals("cover-2"))
                .allMatch(frame -> frame.channel().equals("city/cover-2/up"));
    }

    @Test
    void isNotHeldUpByMessagesThatNobodyRegisteredCanHaveSent() throws Exception {
        try (PahoClient client = PahoClient.anonymous(brokerPort, "publisher")) {
            for (int i = 0; i < 2 * BridgeConfig.RECEIVE_MAXIMUM; i++) {
                publish(client, "city/stranger-" + i + "/up", "x");
            }
            publish(client, "city/cover-1/up", "after the strangers");
        }

        until(
                "the next is kept",
                () ->
                        framesOn("city/cover-1/up").stream()
                                .anyMatch(frame -> text(frame).equals("after the strangers")));
        assertThat(metrics())
                .contains(
                        "lamplighter_gateway_frames_refused_total{input=\"bridge-city\","
                                + "reason=\"unknown-device\"} 512.0");
    }

    private static final Tick UP =
            new Tick("gw1", List.of("bridge-city", "coap", "coaps", "http", "mqtt"));
    private static final Tick DOWN = new Tick("gw1", List.of("coap", "coaps", "http", "mqtt"));

    private static Tick lastTick() {
        return log.records(LogUnderTest.isOfType(FrameRecords.TICK_TYPE)).stream()
                .max((a, b) -> Long.compare(a.timestamp(), b.timestamp()))
                .map(record -> Tick.parse(record.value()))
                .orElse(DOWN);
    }

    private static void publish(Set<String> published, int from, int to) throws Exception {
        try (PahoClient client = PahoClient.anonymous(brokerPort, "publisher")) {
            for (int i = from; i < to; i++) {
                publish(client, "city/cover-2/up", "frame " + i);
                published.add("frame " + i);
            }
        }
    }

    /** Returns once the broker has acknowledged. */
    private static void publish(PahoClient client, String topic, String payload) throws Exception {
        assertThat(client.publish(topic, payload.getBytes(StandardCharsets.UTF_8), ""))
                .as("reason code of %s", payload)
                .isZero();
    }

    private static List<Frame> bridgedFrames() {
        return log.frames().stream()
                .filter(frame -> frame.source().equals("/gw1/bridge-city"))
                .filter(frame -> text(frame).startsWith("frame "))
                .toList();
    }

    private static Set<String> bridged() {
        return bridgedFrames().stream()
                .map(CoapAndBridgeIT::text)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static String text(Frame frame) {
        return new String(frame.payload().toByteArray(), StandardCharsets.UTF_8);
    }

    private static List<Frame> framesOn(String channel) {
        return log.frames().stream().filter(frame -> frame.channel().equals(channel)).toList();
    }

    private static boolean bridgeUp(String value) throws Exception {
        return metrics().contains("lamplighter_gateway_input_up{input=\"bridge-city\"} " + value);
    }

    private static String metrics() throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + gateway.metricsAddress().getPort() + "/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static String coapClient(String... command) throws Exception {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(1, List.of("-B", "20"));
        Path output = Files.createTempFile(directory, "coap", ".out");
        Process process =
                new ProcessBuilder(all)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void until(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }
}
