// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.latency;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A dispatch system that takes every case event and notes when it came. */
final class CaseReceiver implements AutoCloseable {
    private static final String OPENED = "org.lamplighter.case.opened";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Passages passages;

    private CaseReceiver(HttpServer server, Passages passages) {
        this.server = server;
        this.passages = passages;
    }

    static CaseReceiver start(Passages passages) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 1_000);
        CaseReceiver receiver = new CaseReceiver(server, passages);
        server.setExecutor(receiver.threads);
        server.createContext("/", receiver::take);
        server.start();
        return receiver;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/cases");
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            long at = System.nanoTime();
            exchange.sendResponseHeaders(204, -1);
            JsonNode event = MAPPER.readTree(body);
            if (event.path("type").asText().equals(OPENED)) {
                String device = event.path("data").path("devices").path(0).asText();
                passages.passed(Stage.RECEIVED, device, at);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
