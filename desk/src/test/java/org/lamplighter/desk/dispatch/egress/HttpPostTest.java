// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.dispatch.egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.desk.dispatch.DispatchConfig;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

@Timeout(60)
class HttpPostTest {
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor();
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void stop() {
        end.countDown();
        deadlines.shutdownNow();
    }

    @Test
    void postsHeadersAndBodyAndReadsTheStatus() throws Exception {
        try (RawServer server = new RawServer("HTTP/1.1 204 No Content\r\n\r\n")) {
            Answer answer = post(Duration.ofSeconds(10), server.port(), "{\"a\": 1}");

            assertThat(answer).isEqualTo(new Answer.Taken(204));
            assertThat(server.request())
                    .isEqualTo(
                            "POST /events?a=b HTTP/1.1\r\nHost: dispatch.example.org:"
                                    + server.port()
                                    + "\r\n"
                                    + "webhook-id: e-1\r\n"
                                    + "Content-Length: 8\r\n"
                                    + "Connection: close\r\n\r\n"
                                    + "{\"a\": 1}");
        }
    }

    @Test
    void passesOverInterimAnswers() throws Exception {
        assertThat(
                        answerTo(
                                "HTTP/1.1 103 Early Hints\r\n"
                                        + "Link: x\r\n\r\n"
                                        + "HTTP/1.1 200 OK\r\n"
                                        + "Content-Length: 2\r\n\r\n"
                                        + "ok"))
                .isEqualTo(new Answer.Taken(200));
    }

    @Test
    void keepsRetryAfterInSecondsAndAsADate() throws Exception {
        assertThat(answerTo("HTTP/1.1 503 Busy\r\nRetry-After: 120\r\n\r\n"))
                .isEqualTo(
                        new Answer.NotTaken(
                                DispatchFault.STATUS_FAILED,
                                503,
                                "the target answered 503",
                                Duration.ofMinutes(2)));
        assertThat(
                        answerTo(
                                "HTTP/1.1 429 Slow\r\n"
                                        + "Retry-After: Sun, 01 Mar 2026 08:00:30 GMT\r\n\r\n"))
                .isEqualTo(
                        new Answer.NotTaken(
                                DispatchFault.STATUS_FAILED,
                                429,
                                "the target answered 429",
                                Duration.ofSeconds(30)));
    }

    @Test
    void doesNotFollowARedirect() throws Exception {
        assertThat(answerTo("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\n\r\n"))
                .isEqualTo(
                        new Answer.NotTaken(
                                DispatchFault.STATUS_FAILED,
                                302,
                                "the target answered 302; redirects are not followed",
                                Duration.ZERO));
    }

    @Test
    void tellsARefusalFromAGoodbye() throws Exception {
        assertThat(answerTo("HTTP/1.1 404 Not Found\r\n\r\n"))
                .isEqualTo(
                        new Answer.NotTaken(
                                DispatchFault.STATUS_REFUSED,
                                404,
                                "the target answered 404: it refuses this event",
                                Duration.ZERO));
        assertThat(answerTo("HTTP/1.1 410 Gone\r\n\r\n"))
                .isEqualTo(
                        new Answer.NotTaken(
                                DispatchFault.GONE,
                                410,
                                "the target answered 410: it wants no more events",
                                Duration.ZERO));
    }

    @Test
    void givesUpOnWhatIsNotHttpOnAnEndlessHeadAndOnAClosedConnection() throws Exception {
        assertThat(answerTo("SSH-2.0-OpenSSH_9.7\r\n\r\n"))
                .isEqualTo(
                        new Answer.NotTaken(
                                DispatchFault.ANSWER_UNREADABLE,
                                0,
                                "the target's answer is not HTTP/1.1",
                                Duration.ZERO));
        assertThat(
                        answerTo(
                                "HTTP/1.1 200 OK\r\nX: "
                                        + "x".repeat(HttpPost.MAX_HEAD_BYTES)
                                        + "\r\n\r\n"))
                .isInstanceOf(Answer.NotTaken.class);
        assertThat(answerTo(""))
                .isEqualTo(
                        new Answer.NotTaken(
                                DispatchFault.CONNECTION_LOST,
                                0,
                                "the connection ended before the target answered",
                                Duration.ZERO));
    }

    @Test
    void readsAHeadAtItsLimit() throws Exception {
        String head = "HTTP/1.1 200 OK\r\nX: ";
        String rest = "\r\n\r\n";
        String filler = "x".repeat(HttpPost.MAX_HEAD_BYTES - head.length() - rest.length());

        assertThat(answerTo(head + filler + rest)).isEqualTo(new Answer.Taken(200));
        assertThat(answerTo(head + filler + "x" + rest))
                .isEqualTo(
                        new Answer.NotTaken(
                                DispatchFault.ANSWER_UNREADABLE,
                                0,
                                "the target's answer is not HTTP/1.1",
                                Duration.ZERO));
    }

    @Test
    void aTargetThatDripsItsAnswerHoldsTheSenderNoLongerThanTheTimeAllowed() throws Exception {
        try (RawServer server = new RawServer("HTTP/1.1 200 OK\r\n", true)) {
            assertThat(post(Duration.ofMillis(300), server.port(), "{}"))
                    .isEqualTo(
                            new Answer.NotTaken(
                                    DispatchFault.TIMED_OUT,
                                    0,
                                    "the target did not answer within 300 ms",
                                    Duration.ZERO));
        }
    }

    @Test
    void aTargetMayTakeAllItsTimeAndNoMore() throws Exception {
        HeldDeadlines held = new HeldDeadlines();
        HttpPost post =
                new HttpPost(
                        DispatchConfig.DEFAULT_TIMEOUT,
                        SSLContext.getDefault(),
                        held,
                        InstantSource.fixed(NOW));
        try (RawServer inTime = new RawServer("HTTP/1.1 200 OK\r\n\r\n");
                RawServer silent = new RawServer("", true)) {
            Answer atLimit = send(post, inTime.port(), "{}");
            Thread timer = Thread.ofVirtual().start(() -> passWhenAsked(silent, held));
            Answer onePast = send(post, silent.port(), "{}");
            timer.join();

            assertThat(held.delays).containsOnly(Duration.ofSeconds(15));
            assertThat(atLimit).isEqualTo(new Answer.Taken(200));
            assertThat(onePast)
                    .isEqualTo(
                            new Answer.NotTaken(
                                    DispatchFault.TIMED_OUT,
                                    0,
                                    "the target did not answer within 15000 ms",
                                    Duration.ZERO));
        } finally {
            held.shutdownNow();
        }
    }

    @Test
    void reads64KibibytesOfABodyAndNotOneMore() throws Exception {
        InputStream atLimit = new ByteArrayInputStream(new byte[64 * 1024]);
        InputStream onePast = new ByteArrayInputStream(new byte[64 * 1024 + 1]);

        HttpPost.readBody(atLimit, 64 * 1024);
        HttpPost.readBody(onePast, 64 * 1024 + 1);

        assertThat(atLimit.available()).isZero();
        assertThat(onePast.available()).isEqualTo(1);
    }

    @Test
    void aBodyThatNeverEndsDoesNotChangeTheVerdict() throws Exception {
        try (RawServer server =
                new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nx", true)) {
            assertThat(post(Duration.ofSeconds(5), server.port(), "{}"))
                    .isEqualTo(new Answer.Taken(200));
        }
    }

    @Test
    void nobodyThereIsARefusedConnection() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        assertThat(post(Duration.ofSeconds(5), port, "{}"))
                .isEqualTo(
                        new Answer.NotTaken(
                                DispatchFault.CONNECTION_REFUSED,
                                0,
                                "nobody at the target takes the connection",
                                Duration.ZERO));
    }

    @Test
    void aCertificateMustBeTheHostsWhateverTheAddress(@TempDir Path directory) throws Exception {
        SSLContext tls = certificateFor("dispatch.example.org", directory);
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(202, -1);
                    exchange.close();
                });
        server.start();
        try {
            int port = server.getAddress().getPort();
            HttpPost post =
                    new HttpPost(Duration.ofSeconds(20), tls, deadlines, InstantSource.fixed(NOW));

            Answer good =
                    post.send(
                            allowed("https://dispatch.example.org:" + port + "/"),
                            Map.of(),
                            new byte[0]);
            Answer wrongName =
                    post.send(
                            allowed("https://other.example.org:" + port + "/"),
                            Map.of(),
                            new byte[0]);

            assertThat(good).isEqualTo(new Answer.Taken(202));
            assertThat(wrongName)
                    .isInstanceOfSatisfying(
                            Answer.NotTaken.class,
                            refused -> {
                                assertThat(refused.fault()).isEqualTo(DispatchFault.TLS_FAILED);
                                assertThat(refused.reason()).contains("other.example.org");
                            });
        } finally {
            server.stop(0);
        }
    }

    private Answer answerTo(String answer) throws Exception {
        try (RawServer server = new RawServer(answer)) {
            return post(Duration.ofSeconds(10), server.port(), "{}");
        }
    }

    private Answer post(Duration timeout, int port, String body) throws Exception {
        return send(
                new HttpPost(timeout, SSLContext.getDefault(), deadlines, InstantSource.fixed(NOW)),
                port,
                body);
    }

    private static Answer send(HttpPost post, int port, String body) {
        return post.send(
                allowed("http://dispatch.example.org:" + port + "/events?a=b"),
                Map.of("webhook-id", "e-1"),
                body.getBytes(StandardCharsets.UTF_8));
    }

    /** Lets the last deadline pass once the server has the whole request. */
    private static void passWhenAsked(RawServer server, HeldDeadlines held) {
        try {
            server.request();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        held.pass();
    }

    /** Deadlines that pass when the test says so. */
    private static final class HeldDeadlines extends ScheduledThreadPoolExecutor {
        private final List<Duration> delays = new CopyOnWriteArrayList<>();
        private final List<Runnable> deadlines = new CopyOnWriteArrayList<>();

        HeldDeadlines() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable deadline, long delay, TimeUnit unit) {
            delays.add(Duration.of(delay, unit.toChronoUnit()));
            deadlines.add(deadline);
            return super.schedule(() -> {}, 0, TimeUnit.NANOSECONDS);
        }

        void pass() {
            deadlines.getLast().run();
        }
    }

    /** The name is looked up by nobody: it leads to this machine. */
    private static EgressGuard.Verdict.Allowed allowed(String url) {
        EgressGuard guard =
                new EgressGuard(List.of(), true, host -> List.of(InetAddress.getLoopbackAddress()));
        return (EgressGuard.Verdict.Allowed) guard.check(url);
    }

    private static SSLContext certificateFor(String host, Path directory) throws Exception {
        Path store = directory.resolve("store.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "target",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=" + host,
                                "-ext",
                                "SAN=dns:" + host,
                                "-validity",
                                "3650",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                "changeit",
                                "-keystore",
                                store.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory own =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, "changeit".toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("target", keys.getCertificate("target"));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /**
     * Takes one connection, reads the request and answers with raw bytes; it may keep the
     * connection open then.
     */
    private final class RawServer implements AutoCloseable {
        private final ServerSocket server =
                new ServerSocket(0, 8, InetAddress.getLoopbackAddress());

        @SuppressWarnings("JdkObsolete") // one thread fills it, another reads it
        private final StringBuffer request = new StringBuffer();

        private final CountDownLatch answered = new CountDownLatch(1);
        private final Thread thread;

        RawServer(String answer) throws IOException {
            this(answer, false);
        }

        RawServer(String answer, boolean keepsOpen) throws IOException {
            thread = Thread.ofVirtual().start(() -> serve(answer, keepsOpen));
        }

        int port() {
            return server.getLocalPort();
        }

        String request() throws InterruptedException {
            answered.await();
            return request.toString();
        }

        private void serve(String answer, boolean keepsOpen) {
            try (Socket socket = server.accept()) {
                readRequest(socket.getInputStream());
                OutputStream out = socket.getOutputStream();
                out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
                answered.countDown();
                if (keepsOpen) {
                    end.await();
                }
            } catch (IOException e) {
                // the sender has gone: what it made of that is what the test looks at
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void readRequest(InputStream in) throws IOException {
            while (request.indexOf("\r\n\r\n") < 0) {
                request.append((char) in.read());
            }
            int at = request.indexOf("Content-Length: ") + "Content-Length: ".length();
            int length = Integer.parseInt(request.substring(at, request.indexOf("\r\n", at)));
            request.append(new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
        }

        @Override
        public void close() throws Exception {
            end.countDown();
            server.close();
            thread.join();
        }
    }
}
