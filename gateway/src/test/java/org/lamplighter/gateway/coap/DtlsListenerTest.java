// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lamplighter.gateway.FakeFrameLog;
import org.lamplighter.gateway.RecordingEvents;
import org.lamplighter.gateway.event.GatewayEvent;
import org.lamplighter.gateway.event.IngestFault;
import org.lamplighter.gateway.event.Input;
import org.lamplighter.gateway.identity.KnownDevices;
import org.lamplighter.gateway.intake.FrameIds;
import org.lamplighter.gateway.intake.InFlight;
import org.lamplighter.gateway.intake.Intake;
import org.lamplighter.gateway.transport.ListenAddress;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Frame;
import org.lamplighter.registry.MasterKey;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/** CoAP over DTLS with pre-shared keys. */
@Timeout(60)
class DtlsListenerTest {
    private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER_KEY = "fedcba9876543210".getBytes(StandardCharsets.UTF_8);
    private static final byte[] PAYLOAD = {1, 2, 3};

    private final MasterKey masterKey = MasterKey.parse("ab".repeat(32)).orElseThrow();
    private final FakeFrameLog log = new FakeFrameLog();
    private final RecordingEvents events = new RecordingEvents();
    private final KnownDevices known = KnownDevices.of();

    private final InFlight inFlight = new InFlight(InFlight.Limits.DEFAULT);
    private final Intake intake =
            new Intake("gw1", log, new FrameIds("gw1", InstantSource.system()), inFlight, events);

    private CoapListener listener;

    @BeforeEach
    void start() throws IOException {
        known.putSealed("cover-1", false, sealed("cover-1", KEY));
        listener = listen(CoapLimits.DEFAULT);
    }

    private CoapListener listen(CoapLimits limits) throws IOException {
        return listen(limits, known);
    }

    private CoapListener listen(CoapLimits limits, KnownDevices devices) throws IOException {
        return CoapListener.secure(
                ListenAddress.loopback(0),
                masterKey,
                new CoapServices(
                        devices.directory, intake, inFlight, limits, System::nanoTime, events),
                Duration.ofSeconds(1));
    }

    @Test
    void holdsSoManySessionsAndAnswersNoHandshakeOfOneMore() throws Exception {
        CoapLimits two = new CoapLimits(2, 16, Duration.ofSeconds(10), 10, 100, 1);
        for (int i = 2; i <= 3; i++) {
            known.putSealed("cover-" + i, false, sealed("cover-" + i, KEY));
        }
        try (CoapListener small = listen(two);
                CoapDevice first = device(small, "cover-1", KEY);
                CoapDevice second = device(small, "cover-2", KEY);
                CoapDevice third = device(small, "cover-3", KEY)) {
            first.post("v1/frames", PAYLOAD);
            second.post("v1/frames", PAYLOAD);

            assertThatThrownBy(() -> third.post("v1/frames", PAYLOAD))
                    .isInstanceOf(IOException.class);

            assertThat(first.post("v1/frames", PAYLOAD).getCode()).isEqualTo(ResponseCode.CHANGED);
            assertThat(second.post("v1/frames", PAYLOAD).getCode()).isEqualTo(ResponseCode.CHANGED);
        }
        assertThat(CoapLimits.DEFAULT.sessions()).isEqualTo(20_000);
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    private String sealed(String id, byte[] key) {
        return masterKey.seal(MasterKey.purposeOfPsk(new DeviceId(id)), key);
    }

    private CoapDevice device(String id, byte[] key) throws IOException {
        return device(listener, id, key);
    }

    private static CoapDevice device(CoapListener listener, String id, byte[] key)
            throws IOException {
        return CoapDevice.secure(listener.address().getPort(), id, key);
    }

    @Test
    void keepsTheFramesOfWhoKnowsTheKey() throws Exception {
        try (CoapDevice device = device("cover-1", KEY)) {
            assertThat(device.post("v1/frames?channel=a", PAYLOAD).getCode())
                    .isEqualTo(ResponseCode.CHANGED);
        }

        Frame frame = log.kept().get(0);
        assertThat(frame.device().value()).isEqualTo("cover-1");
        assertThat(frame.channel()).isEqualTo("a");
        assertThat(frame.source()).isEqualTo("/gw1/coaps");
        assertThat(frame.payload().toByteArray()).isEqualTo(PAYLOAD);
        assertThat(events.all(GatewayEvent.ConnectionOpened.class))
                .containsExactly(new GatewayEvent.ConnectionOpened(Input.COAPS));
    }

    @Test
    void knowsADeviceAgainAfterItsAddressHasChanged() throws Exception {
        try (NatRelay nat = new NatRelay(listener.address());
                CoapDevice device = CoapDevice.secure(nat.port(), "cover-1", KEY)) {
            device.post("v1/frames", PAYLOAD);
            int before = nat.outsidePort();
            nat.changePort();
            assertThat(nat.outsidePort()).isNotEqualTo(before);

            assertThat(device.post("v1/frames", PAYLOAD).getCode()).isEqualTo(ResponseCode.CHANGED);
        }

        assertThat(log.kept()).hasSize(2);
        assertThat(events.all(GatewayEvent.ConnectionOpened.class))
                .as("one handshake for both")
                .hasSize(1);
    }

    @Test
    void knowsADeviceAgainThatResumesItsSession() throws Exception {
        try (CoapDevice device = device("cover-1", KEY)) {
            device.post("v1/frames", PAYLOAD);
            device.resumeNext();

            assertThat(device.post("v1/frames", PAYLOAD).getCode()).isEqualTo(ResponseCode.CHANGED);
        }

        assertThat(events.all(GatewayEvent.ConnectionOpened.class)).hasSize(2);
    }

    @Test
    void isSilentToStrangersAndToWrongKeysAlike() throws Exception {
        try (CoapDevice stranger = device("nobody", KEY);
                CoapDevice impostor = device("cover-1", OTHER_KEY)) {
            assertThatThrownBy(() -> stranger.post("v1/frames", PAYLOAD))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> impostor.post("v1/frames", PAYLOAD))
                    .isInstanceOf(IOException.class);
        }

        assertThat(log.kept()).isEmpty();
        assertThat(events.all(GatewayEvent.ConnectionOpened.class)).isEmpty();
        assertThat(events.refusedConnections())
                .as("that of a wrong key is counted when the handshake has timed out")
                .containsOnly(IngestFault.UNKNOWN_DEVICE);
    }

    @Test
    void endsHandshakesByAnAlertUntilTheRegistryIsReadAndTakesThemThen() throws Exception {
        KnownDevices early = new KnownDevices();
        early.putSealed("cover-1", false, sealed("cover-1", KEY));
        try (CoapListener soon = listen(CoapLimits.DEFAULT, early)) {
            for (String id : List.of("cover-1", "nobody")) {
                try (CoapDevice device = device(soon, id, KEY)) {
                    assertThatThrownBy(() -> device.post("v1/frames", PAYLOAD))
                            .as("no answer, and why Californium thinks so")
                            .isInstanceOf(IOException.class)
                            .cause()
                            .hasMessageContaining("INTERNAL_ERROR");
                }
            }
            assertThat(events.refusedConnections())
                    .containsExactly(
                            IngestFault.REGISTRY_NOT_READY, IngestFault.REGISTRY_NOT_READY);
            early.directory.complete();

            try (CoapDevice device = device(soon, "cover-1", KEY)) {
                assertThat(device.post("v1/frames", PAYLOAD).getCode())
                        .isEqualTo(ResponseCode.CHANGED);
            }
        }
        assertThat(log.kept()).hasSize(1);
    }

    @Test
    void isSilentToEverythingElseUntilTheRegistryIsRead() throws Exception {
        byte[] hello = new byte[14];
        hello[0] = 22;
        hello[13] = 1;
        byte[] serverHello = hello.clone();
        serverHello[13] = 2;
        byte[] encrypted = hello.clone();
        encrypted[4] = 1;
        byte[] data = hello.clone();
        data[0] = 23;
        try (CoapListener soon = listen(CoapLimits.DEFAULT, new KnownDevices());
                DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(20_000);
            for (byte[] one :
                    List.of(new byte[0], Arrays.copyOf(hello, 13), serverHello, encrypted, data)) {
                socket.send(new DatagramPacket(one, one.length, soon.address()));
            }
            socket.send(new DatagramPacket(hello, hello.length, soon.address()));
            DatagramPacket answer = new DatagramPacket(new byte[100], 100);
            socket.receive(answer);

            assertThat(Arrays.copyOf(answer.getData(), answer.getLength()))
                    .containsExactly(21, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 80);
        }
        assertThat(events.refusedConnections()).containsExactly(IngestFault.REGISTRY_NOT_READY);
    }

    @Test
    void tellsADisabledDeviceSo() throws Exception {
        known.putSealed("cover-1", true, sealed("cover-1", KEY));
        try (CoapDevice device = device("cover-1", KEY)) {
            Response response = device.post("v1/frames", PAYLOAD);

            assertThat(response.getCode()).isEqualTo(ResponseCode.FORBIDDEN);
        }
        assertThat(events.refusedConnections()).containsExactly(IngestFault.DEVICE_DISABLED);
    }

    @Test
    void endsASessionWhoseKeyWasReplacedOrWhoseDeviceIsGone() throws Exception {
        try (CoapDevice device = device("cover-1", KEY)) {
            device.post("v1/frames", PAYLOAD);
            known.putSealed("cover-1", false, sealed("cover-1", OTHER_KEY));
            Response replaced = device.post("v1/frames", PAYLOAD);
            known.remove("cover-1");
            Response gone = device.post("v1/frames", PAYLOAD);

            assertThat(replaced.getCode()).isEqualTo(ResponseCode.UNAUTHORIZED);
            assertThat(replaced.getPayloadString())
                    .isEqualTo("the device's key was replaced; connect again with its present key");
            assertThat(gone.getCode()).isEqualTo(ResponseCode.UNAUTHORIZED);
        }
        assertThat(log.kept()).hasSize(1);
    }

    @Test
    void tellsOfAKeyThatItCannotOpen() throws Exception {
        known.putSealed("cover-1", false, sealed("cover-2", KEY));
        try (CoapDevice device = device("cover-1", KEY)) {
            assertThatThrownBy(() -> device.post("v1/frames", PAYLOAD))
                    .isInstanceOf(IOException.class);
        }

        assertThat(events.all(GatewayEvent.KeyUnusable.class).get(0))
                .isEqualTo(
                        new GatewayEvent.KeyUnusable(
                                new DeviceId("cover-1"),
                                "the sealed secret of psk:cover-1 does not open: it was sealed"
                                        + " under another master key, for another purpose, or was"
                                        + " changed; restore the master.key it was sealed under,"
                                        + " or give a new secret"));
    }
}
