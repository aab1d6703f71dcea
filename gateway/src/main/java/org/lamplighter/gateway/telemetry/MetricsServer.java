// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import org.lamplighter.gateway.transport.ListenAddress;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Serves {@code /metrics}, {@code /health/live} and {@code /health/ready}, apart from the device
 * ports, on virtual threads.
 */
public final class MetricsServer implements AutoCloseable {
    private static final int BACKLOG = 64;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private MetricsServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Binds and serves.
     *
     * @throws IOException if the address cannot be had
     */
    public static MetricsServer start(
            ListenAddress address, PrometheusMeterRegistry meters, Health health)
            throws IOException {
        HttpServer http;
        try {
            http = HttpServer.create(address.toSocketAddress(), BACKLOG);
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen for metrics on "
                            + address
                            + ": the address is in use or not this machine's; stop what uses it or"
                            + " choose another port",
                    e);
        }
        MetricsServer metrics = new MetricsServer(http);
        http.createContext(
                "/metrics",
                exchange -> answer(exchange, 200, "text/plain; version=0.0.4", meters.scrape()));
        http.createContext("/health/live", exchange -> answer(exchange, health.live()));
        http.createContext("/health/ready", exchange -> answer(exchange, health.ready()));
        http.setExecutor(metrics.threads);
        http.start();
        return metrics;
    }

    public InetSocketAddress address() {
        return server.getAddress();
    }

    private static void answer(HttpExchange exchange, Supplier<List<String>> faults)
            throws IOException {
        List<String> found = faults.get();
        if (found.isEmpty()) {
            answer(exchange, 200, "text/plain", "ok\n");
        } else {
            answer(exchange, 503, "text/plain", String.join("\n", found) + "\n");
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, String body)
            throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
