// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import org.lamplighter.gateway.transport.ListenAddress;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Serves {@code /metrics}, {@code /health/live} and {@code /health/ready}, apart from the device
 * ports, on virtual threads: at most {@link #MAX_REQUESTS} requests at a time, each for at most
 * {@link #MAX_TIME} from its first byte to the last of its answer.
 */
public final class MetricsServer implements AutoCloseable {
    /** Requests at a time; the connection of one more is closed. */
    static final int MAX_REQUESTS = 32;

    /** How long a request may take; then its connection is closed. */
    static final Duration MAX_TIME = Duration.ofSeconds(10);

    private static final int BACKLOG = 64;

    private final HttpServer server;
    private final RequestThreads threads;

    private MetricsServer(HttpServer server, RequestThreads threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Binds and serves.
     *
     * @throws IOException if the address cannot be had
     */
    public static MetricsServer start(
            ListenAddress address, PrometheusMeterRegistry meters, Health health)
            throws IOException {
        return start(address, meters, health, new RequestThreads(MAX_REQUESTS, MAX_TIME));
    }

    static MetricsServer start(
            ListenAddress address,
            PrometheusMeterRegistry meters,
            Health health,
            RequestThreads threads)
            throws IOException {
        HttpServer http;
        try {
            http = HttpServer.create(address.toSocketAddress(), BACKLOG);
        } catch (IOException e) {
            threads.close();
            throw new IOException(
                    "cannot listen for metrics on "
                            + address
                            + ": the address is in use or not this machine's; stop what uses it or"
                            + " choose another port",
                    e);
        }
        MetricsServer metrics = new MetricsServer(http, threads);
        http.createContext(
                "/metrics",
                exchange -> answer(exchange, 200, "text/plain; version=0.0.4", meters.scrape()));
        http.createContext("/health/live", exchange -> answer(exchange, health.live()));
        http.createContext("/health/ready", exchange -> answer(exchange, health.ready()));
        http.setExecutor(threads);
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
