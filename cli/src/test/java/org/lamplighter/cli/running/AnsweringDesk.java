// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.running;

import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A desk that gives the same answer to everything and remembers what it was asked. */
final class AnsweringDesk implements AutoCloseable {
    /** The port of the desk that an {@code up} without an offset has. */
    private static final int BASE = 8080;

    private final HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private AnsweringDesk(HttpServer server) {
        this.server = server;
    }

    /** Listens where an {@code up} with {@link #offset()} would. */
    static AnsweringDesk answering(int status, String body) throws IOException {
        AnsweringDesk desk = new AnsweringDesk(listen());
        desk.server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        desk.requests.add(
                                exchange.getRequestMethod()
                                        + " "
                                        + exchange.getRequestURI()
                                        + " "
                                        + exchange.getRequestHeaders().getFirst("Authorization")
                                        + " "
                                        + new String(
                                                exchange.getRequestBody().readAllBytes(),
                                                StandardCharsets.UTF_8));
                        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(status, bytes.length);
                        exchange.getResponseBody().write(bytes);
                    }
                });
        desk.server.start();
        return desk;
    }

    private static HttpServer listen() throws IOException {
        for (int port = BASE + 30_000; port < BASE + 31_000; port++) {
            try {
                return HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            } catch (BindException taken) {
                // the next one then
            }
        }
        throw new IOException("no port of a thousand is free");
    }

    /** As {@code --port-offset}. */
    String offset() {
        return String.valueOf(server.getAddress().getPort() - BASE);
    }

    /** Method, path, authorization and body of each request. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
