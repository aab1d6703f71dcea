// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lamplighter.gateway.transport.ListenAddress;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

@Timeout(60)
class MetricsServerTest {
    private static final Duration EVER = Duration.ofDays(1);
    private static final String REQUEST = "GET /health/live HTTP/1.0\r\n\r\n";

    private final Semaphore asked = new Semaphore(0);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Test
    void answersSoManyRequestsAtATimeAndClosesOneMore() throws Exception {
        try (MetricsServer server = start(new RequestThreads(2, EVER));
                Socket a = ask(server, REQUEST);
                Socket b = ask(server, REQUEST)) {
            assertThat(asked.tryAcquire(2, 30, TimeUnit.SECONDS)).as("at the limit").isTrue();

            try (Socket c = ask(server, REQUEST)) {
                assertThat(answerOf(c)).as("one past").isEmpty();
            }
            goOn.countDown();

            assertThat(answerOf(a)).startsWith("HTTP/1.1 200 OK").endsWith("ok\n");
            assertThat(answerOf(b)).startsWith("HTTP/1.1 200 OK").endsWith("ok\n");
        }
    }

    @Test
    void closesARequestThatIsNotCompleteInItsTime() throws Exception {
        goOn.countDown();
        try (MetricsServer server = start(new RequestThreads(1, Duration.ofMillis(100)));
                Socket slow = ask(server, "GET /health/live HT")) {
            assertThat(answerOf(slow)).isEmpty();
        }
    }

    @Test
    void makesRoomWhenARequestIsDone() throws Exception {
        RequestThreads threads = new RequestThreads(1, EVER);
        Semaphore done = new Semaphore(0);

        threads.execute(
                () -> {
                    asked.release();
                    goOn();
                });
        assertThat(asked.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> threads.execute(done::release))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("1 requests are being answered, which is the bound; ask again later");
        goOn.countDown();
        boolean taken = false;
        while (!taken) {
            try {
                threads.execute(done::release);
                taken = true;
            } catch (RejectedExecutionException notYet) {
                Thread.onSpinWait();
            }
        }

        assertThat(done.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
        threads.close();
    }

    @Test
    void answers32RequestsAtATimeForTenSecondsByDefault() {
        assertThat(MetricsServer.MAX_REQUESTS).isEqualTo(32);
        assertThat(MetricsServer.MAX_TIME).isEqualTo(Duration.ofSeconds(10));
    }

    private MetricsServer start(RequestThreads threads) throws IOException {
        return MetricsServer.start(
                ListenAddress.loopback(0),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                new Health(
                        () -> {
                            asked.release();
                            goOn();
                            return List.of();
                        },
                        List::of),
                threads);
    }

    private void goOn() {
        try {
            if (!goOn.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("never told to go on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Socket ask(MetricsServer server, String request) throws IOException {
        Socket socket = new Socket();
        socket.connect(server.address(), 10_000);
        socket.setSoTimeout(30_000);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** What comes until the end. */
    private static String answerOf(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException reset) {
            return "";
        }
    }
}
