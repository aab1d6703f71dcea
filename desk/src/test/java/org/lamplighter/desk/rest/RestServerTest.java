// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** What clients may make of the server, at each limit and one past it. */
@Timeout(60)
class RestServerTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final ApiTokens NOBODY =
            new ApiTokens(
                    Jdbi.create(
                            () -> {
                                throw new SQLException("there is no database here");
                            }));

    private final Semaphore entered = new Semaphore(0);
    private final CountDownLatch released = new CountDownLatch(1);
    private final List<Client> clients = new ArrayList<>();
    private Optional<RestServer> server = Optional.empty();

    @AfterEach
    void stop() throws IOException {
        released.countDown();
        for (Client client : clients) {
            client.socket.close();
        }
        server.ifPresent(RestServer::close);
    }

    @Test
    void answers64RequestsAtATimeAndTellsTheNextToComeAgain() throws Exception {
        start(RestLimits.DEFAULT);
        List<Client> waiting = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            Client client = connect();
            client.send(get("/wait"));
            waiting.add(client);
        }
        entered.acquire(64);

        Client oneMore = connect();
        oneMore.send(get("/at-once"));

        assertThat(oneMore.readAnswer())
                .startsWith("HTTP/1.1 503 ")
                .contains("\r\nRetry-After: 1\r\n")
                .endsWith(
                        "{\"type\":\"urn:lamplighter:problem:unavailable\",\"title\":\"The request"
                            + " was not done\",\"status\":503,\"detail\":\"server: at most 64"
                            + " requests are answered at a time; send it again in a"
                            + " second\",\"instance\":\"/at-once\",\"faults\":[{\"where\":\"server\",\"rule\":\"at"
                            + " most 64 requests are answered at a time\",\"hint\":\"send it again"
                            + " in a second\"}]}");
        released.countDown();
        for (Client client : waiting) {
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 200 ");
        }
        oneMore.send(get("/at-once"));
        assertThat(oneMore.readAnswer()).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aConnectionIsClosedWhenItSaysNothingForItsIdleTimeAndNotBefore() throws Exception {
        Duration idle = Duration.ofSeconds(2);
        start(new RestLimits(64, 10, idle, LONG));
        Client busy = connect();
        long begun = System.nanoTime();
        Client silent = connect();
        silent.socket.setSoTimeout(10);
        while (!silent.isClosedByServer()) {
            busy.send(get("/at-once"));
            assertThat(busy.readAnswer()).startsWith("HTTP/1.1 200 ");
        }

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(idle);
        busy.send(get("/at-once"));
        assertThat(busy.readAnswer()).startsWith("HTTP/1.1 200 ");
        assertThat(RestLimits.DEFAULT.idle()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aConnectionBeyondThoseAllowedWaitsUntilAnotherEnds() throws Exception {
        start(new RestLimits(64, 3, LONG, LONG));
        for (int i = 0; i < 3; i++) {
            Client client = connect();
            client.send(get("/at-once"));
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 200 ");
        }

        Client oneMore = connect();
        oneMore.send(get("/wait"));

        // those that are allowed go on being answered, and nothing of the other is read
        for (int i = 0; i < 20; i++) {
            Client allowed = clients.get(i % 3);
            allowed.send(get("/at-once"));
            assertThat(allowed.readAnswer()).startsWith("HTTP/1.1 200 ");
        }
        assertThat(entered.availablePermits()).isZero();
        clients.getFirst().socket.close();
        entered.acquire();
        released.countDown();
        assertThat(oneMore.readAnswer()).startsWith("HTTP/1.1 200 ");
        assertThat(RestLimits.DEFAULT.connections()).isEqualTo(1_000);
    }

    @Test
    void aHeadHas8KibibytesAtMost() throws Exception {
        start(RestLimits.DEFAULT);

        Client atLimit = connect();
        atLimit.send(headOf(8 * 1024));
        assertThat(atLimit.readAnswer()).startsWith("HTTP/1.1 200 ");
        Client onePast = connect();
        onePast.send(headOf(8 * 1024 + 1));
        assertThat(onePast.readAnswer()).startsWith("HTTP/1.1 431 ");
    }

    @Test
    void whoFallsSilentInTheMiddleOfABodyIsToldSoAndLetGo() throws Exception {
        start(new RestLimits(1, 10, Duration.ofMillis(300), LONG));
        Client client = connect();

        client.send("POST /body HTTP/1.1\r\nHost: desk\r\nContent-Length: 3\r\n\r\nab");

        assertThat(client.readAnswer())
                .startsWith("HTTP/1.1 408 ")
                .contains(
                        "\"detail\":\"body: a body must arrive whole within 600 s, but this one did"
                                + " not; send it again, without pauses\"");
        Client next = connect();
        next.send("POST /body HTTP/1.1\r\nHost: desk\r\nContent-Length: 3\r\n\r\nabc");
        assertThat(next.readAnswer()).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void whoFindsNoFreeConnectionToTheDatabaseIsToldToComeAgain() throws Exception {
        start(RestLimits.DEFAULT);
        Client client = connect();

        client.send(get("/no-connection"));

        assertThat(client.readAnswer())
                .startsWith("HTTP/1.1 503 ")
                .contains(
                        "\"detail\":\"server: the database does not answer at present; send it"
                                + " again later\"");
    }

    @Test
    void whoIsNotKnownWaitsForNobodysLargeRequest() throws Exception {
        start(RestLimits.DEFAULT);
        Client large = connect();
        large.send("POST /large HTTP/1.1\r\nHost: desk\r\nContent-Length: 0\r\n\r\n");
        entered.acquire();

        Client known = connect();
        known.send("POST /large HTTP/1.1\r\nHost: desk\r\nContent-Length: 0\r\n\r\n");
        assertThat(known.readAnswer()).startsWith("HTTP/1.1 503 ");
        Client unknown = connect();
        unknown.send("POST /large-of-ours HTTP/1.1\r\nHost: desk\r\nContent-Length: 0\r\n\r\n");
        assertThat(unknown.readAnswer()).startsWith("HTTP/1.1 401 ");
        released.countDown();
        assertThat(large.readAnswer()).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aQueryHasNoNul() throws Exception {
        start(RestLimits.DEFAULT);
        Client client = connect();

        client.send(get("/at-once?device=a%00"));

        assertThat(client.readAnswer())
                .startsWith("HTTP/1.1 400 ")
                .contains(
                        "\"detail\":\"query device: a text may have any characters but NUL, and"
                                + " character 2 is one; leave it out\"");
    }

    private void start(RestLimits limits) throws IOException {
        Answer done = Answer.ok(JsonNodeFactory.instance.objectNode());
        List<Route> routes =
                List.of(
                        Route.open(Route.Method.GET, "/at-once", request -> done, "device"),
                        Route.open(Route.Method.POST, "/large", this::answerWhenReleased)
                                .taking(RestServer.MAX_BODY + 1),
                        Route.of(Route.Method.POST, "/large-of-ours", request -> done)
                                .taking(RestServer.MAX_BODY + 1),
                        Route.open(Route.Method.POST, "/body", request -> done),
                        Route.open(Route.Method.GET, "/wait", this::answerWhenReleased),
                        Route.open(
                                Route.Method.GET,
                                "/no-connection",
                                request -> {
                                    throw new SQLTransientConnectionException("none is free");
                                }));
        server =
                Optional.of(
                        RestServer.start(
                                new RestConfig("127.0.0.1", 0, Duration.ofSeconds(1)),
                                limits,
                                routes,
                                NOBODY,
                                new SimpleMeterRegistry()));
    }

    private Answer answerWhenReleased(Request request) throws InterruptedException {
        entered.release();
        released.await();
        return Answer.ok(JsonNodeFactory.instance.objectNode());
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: desk\r\n\r\n";
    }

    private static String headOf(int bytes) {
        String begin = "GET /at-once HTTP/1.1\r\nHost: desk\r\nX: ";
        String end = "\r\n\r\n";
        return begin + "x".repeat(bytes - begin.length() - end.length()) + end;
    }

    private Client connect() throws IOException {
        Client client =
                new Client(
                        new Socket(
                                InetAddress.getLoopbackAddress(),
                                server.orElseThrow().address().getPort()));
        clients.add(client);
        return client;
    }

    /** One connection, byte by byte. */
    private record Client(Socket socket) {
        void send(String request) throws IOException {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        }

        /** Head and body. */
        String readAnswer() throws IOException {
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("the connection ended after: " + head);
                }
                head.append((char) next);
            }
            int length =
                    head.toString()
                            .lines()
                            .filter(line -> line.regionMatches(true, 0, "Content-Length:", 0, 15))
                            .map(line -> Integer.valueOf(line.substring(15).strip()))
                            .findFirst()
                            .orElse(0);
            return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
        }

        boolean isClosedByServer() throws IOException {
            try {
                return socket.getInputStream().read() < 0;
            } catch (java.net.SocketTimeoutException e) {
                return false;
            }
        }
    }
}
