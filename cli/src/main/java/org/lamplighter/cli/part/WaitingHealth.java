// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.part;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.lamplighter.gateway.telemetry.RequestThreads;
import org.lamplighter.gateway.transport.ListenAddress;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Health of a part that waits for what it needs, where the part itself will answer once it starts:
 * the process is live, so that nobody kills it for waiting, and not ready, with what it waits for.
 * So is everything else that is asked there: who comes for the part is to come again later. Close
 * it before the part listens. Thread-safe.
 */
final class WaitingHealth implements AutoCloseable {
    /** Requests at a time; the connection of one more is closed. */
    static final int MAX_REQUESTS = 32;

    /** How long a request may take; then its connection is closed. */
    static final Duration MAX_TIME = Duration.ofSeconds(10);

    private static final int BACKLOG = 64;
    private static final String RETRY_AFTER_SECONDS = "5";

    private final HttpServer server;
    private final RequestThreads threads;

    private WaitingHealth(HttpServer server, RequestThreads threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Starts to answer.
     *
     * @throws IOException if the address is in use; the message says what to do
     */
    static WaitingHealth at(ListenAddress address, Needs needs) throws IOException {
        return at(address, needs, new RequestThreads(MAX_REQUESTS, MAX_TIME));
    }

    /** With threads of its own, which it closes. */
    static WaitingHealth at(ListenAddress address, Needs needs, RequestThreads threads)
            throws IOException {
        HttpServer server;
        try {
            server = HttpServer.create(address.toSocketAddress(), BACKLOG);
        } catch (IOException e) {
            threads.close();
            throw new IOException(
                    "health and metrics cannot listen on "
                            + address
                            + " ("
                            + e.getMessage()
                            + "); stop the other program or choose another port",
                    e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, 503, waiting(needs)));
        server.createContext(
                "/health/live", exchange -> answer(exchange, 200, object().put("live", true)));
        server.start();
        return new WaitingHealth(server, threads);
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private static ObjectNode waiting(Needs needs) {
        ObjectNode body = object().put("ready", false);
        body.putArray("waitingFor").add(needs.waitingFor());
        return body;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static void answer(HttpExchange exchange, int status, ObjectNode body)
            throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            if (status == 503) {
                exchange.getResponseHeaders().set("Retry-After", RETRY_AFTER_SECONDS);
            }
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
