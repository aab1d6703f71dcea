// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.dispatch;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A dispatch system that answers as it is told and remembers everything. */
final class RecordingReceiver implements AutoCloseable {
    /** A request as it came. */
    record Got(String id, String timestamp, String signature, String body) {
        boolean isSignedWith(String secret) {
            try {
                new Webhook(secret)
                        .verify(
                                body,
                                java.util.Map.of(
                                        "webhook-id", List.of(id),
                                        "webhook-timestamp", List.of(timestamp),
                                        "webhook-signature", List.of(signature)));
                return true;
            } catch (EmptyWebhookSecretException | WebhookVerificationException e) {
                return false;
            }
        }
    }

    /** What it answers next; when there is nothing left, 204. */
    final Deque<Integer> answers = new ConcurrentLinkedDeque<>();

    final List<Got> got = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();
    private final boolean stalls;

    private RecordingReceiver(int port, boolean stalls) throws IOException {
        this.stalls = stalls;
        server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    static RecordingReceiver start() throws IOException {
        return new RecordingReceiver(0, false);
    }

    static RecordingReceiver startAt(int port) throws IOException {
        return new RecordingReceiver(port, false);
    }

    /** One that takes requests and never answers. */
    static RecordingReceiver startStalling() throws IOException {
        return new RecordingReceiver(0, true);
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/events";
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** How many requests it ever had at the same time. */
    int mostUnderWay() {
        return mostUnderWay.get();
    }

    List<String> ids() {
        return got.stream().map(Got::id).toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            var headers = exchange.getRequestHeaders();
            got.add(
                    new Got(
                            headers.getFirst("webhook-id"),
                            headers.getFirst("webhook-timestamp"),
                            headers.getFirst("webhook-signature"),
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8)));
            if (stalls) {
                released.await();
            }
            Integer status = answers.poll();
            exchange.sendResponseHeaders(status == null ? 204 : status, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            underWay.decrementAndGet();
        }
    }

    /** A stalling one answers everything from now on. */
    void release() {
        released.countDown();
    }

    @Override
    public void close() {
        released.countDown();
        server.stop(0);
        threads.close();
    }
}
