// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.lamplighter.cli.up.Progress;
import org.lamplighter.gateway.telemetry.RequestThreads;
import org.lamplighter.gateway.transport.ListenAddress;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class WaitingHealthTest {
    private final Needs needs =
            new Needs(
                    new Progress(
                            new PrintStream(
                                    OutputStream.nullOutputStream(),
                                    false,
                                    StandardCharsets.UTF_8)));

    @Test
    void isLiveAndNotReadyAndSaysWhatItWaitsFor() throws Exception {
        List<String> told = new ArrayList<>();
        InetSocketAddress address;
        try (WaitingHealth health = WaitingHealth.at(ListenAddress.loopback(0), needs)) {
            address = health.address();
            told.add(get(address, "/health/ready"));
            needs.await(
                    "Kafka at here:1",
                    () -> {
                        // what was found at the look before is what is told now
                        told.add(ask(address, "/health/ready"));
                        return told.size() < 4 ? told.size() + " of 9 brokers answer" : "";
                    });
            told.add(get(address, "/health/live"));
            told.add(get(address, "/api/v1/devices"));
        }

        assertThat(told)
                .containsExactly(
                        "503 {\"ready\":false,\"waitingFor\":[\"its start\"]}",
                        "503 {\"ready\":false,\"waitingFor\":[\"its start\"]}",
                        "503 {\"ready\":false,\"waitingFor\":[\"Kafka at here:1: 2 of 9 brokers"
                                + " answer\"]}",
                        "503 {\"ready\":false,\"waitingFor\":[\"Kafka at here:1: 3 of 9 brokers"
                                + " answer\"]}",
                        "200 {\"live\":true}",
                        "503 {\"ready\":false,\"waitingFor\":[\"its start\"]}");
        // the part can listen there at once
        try (ServerSocket part = new ServerSocket()) {
            part.bind(address);
            assertThat(part.isBound()).isTrue();
        }
    }

    @Test
    void saysAtOnceThatTheAddressIsTaken() throws Exception {
        try (WaitingHealth other = WaitingHealth.at(ListenAddress.loopback(0), needs)) {
            ListenAddress taken = ListenAddress.loopback(other.address().getPort());

            assertThatThrownBy(() -> WaitingHealth.at(taken, needs))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "health and metrics cannot listen on "
                                    + taken
                                    + " (Address already in use); stop the other program or choose"
                                    + " another port");
        }
    }

    @Test
    void closesARequestThatIsNotCompleteInItsTime() throws Exception {
        RequestThreads one = new RequestThreads(1, Duration.ofSeconds(1));
        try (WaitingHealth health = WaitingHealth.at(ListenAddress.loopback(0), needs, one);
                Socket slow = new Socket()) {
            slow.connect(health.address());
            slow.setSoTimeout(60_000);
            slow.getOutputStream().write("GET /health/live HT".getBytes(StandardCharsets.UTF_8));

            assertThat(slow.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void answers32RequestsAtATimeForTenSecondsByDefault() {
        assertThat(WaitingHealth.MAX_REQUESTS).isEqualTo(32);
        assertThat(WaitingHealth.MAX_TIME).isEqualTo(Duration.ofSeconds(10));
    }

    private static String ask(InetSocketAddress address, String path) {
        try {
            return get(address, path);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String get(InetSocketAddress address, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "http://127.0.0.1:" + address.getPort() + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        }
    }
}
