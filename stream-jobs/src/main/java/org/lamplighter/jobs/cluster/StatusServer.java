// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Metrics and health over HTTP: {@code /metrics}, {@code /health/live}, {@code /health/ready}; a
 * health answer is 200 or 503 with a line per job. Thread-safe; answers on virtual threads.
 */
final class StatusServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads;

    private StatusServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Starts it.
     *
     * @throws IllegalStateException if the port is in use
     */
    static StatusServer start(JobRunner.Listen listen, JobsMetrics metrics, List<JobWatch> jobs) {
        HttpServer server;
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(listen.host(), listen.metricsPort()), 0);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The jobs' metrics cannot listen at "
                            + listen.host()
                            + ":"
                            + listen.metricsPort()
                            + " ("
                            + e.getMessage()
                            + "); free the port or choose another",
                    e);
        }
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(threads);
        server.createContext(
                "/metrics",
                exchange ->
                        answer(
                                exchange,
                                200,
                                "text/plain; version=0.0.4; charset=utf-8",
                                metrics.scrape()));
        server.createContext(
                "/health/live",
                exchange -> answerHealth(exchange, jobs, job -> job.standing().running()));
        server.createContext(
                "/health/ready", exchange -> answerHealth(exchange, jobs, JobWatch::isReady));
        server.start();
        return new StatusServer(server, threads);
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void answerHealth(
            HttpExchange exchange, List<JobWatch> jobs, Predicate<JobWatch> good)
            throws IOException {
        String lines =
                jobs.stream()
                        .map(job -> job.name() + ": " + (good.test(job) ? "ok" : "not yet") + "\n")
                        .collect(Collectors.joining());
        answer(
                exchange,
                jobs.stream().allMatch(good) ? 200 : 503,
                "text/plain; charset=utf-8",
                lines);
    }

    private static void answer(HttpExchange exchange, int status, String type, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        }
    }
}
