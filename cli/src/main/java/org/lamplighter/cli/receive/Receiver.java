// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.receive;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes signed events (Standard Webhooks 1.0) by {@code POST} at any path of a loopback port and
 * hands each to a sink, once. It answers 204 when the sink has the event or had it before, 401 for
 * a signature or time that does not hold, 413 for more than {@value #MAX_BODY_BYTES} bytes, 405 for
 * other methods, 500 when the sink fails (so that it is sent again).
 *
 * <p>The sink is called by one thread at a time. Close from any thread.
 */
public final class Receiver implements AutoCloseable {
    /** The largest body that is read. */
    public static final int MAX_BODY_BYTES = 1 << 20;

    /** How many ids are remembered, the newest; an older repetition would be handed over again. */
    public static final int REMEMBERED_IDS = 100_000;

    /** Connections that wait to be accepted. */
    private static final int BACKLOG = 128;

    /**
     * An event that was verified.
     *
     * @param id its {@code webhook-id}
     * @param body its body as it was signed
     */
    public record Event(String id, String body) {
        private static final ObjectMapper JSON = new ObjectMapper();

        /**
         * The body as one line of JSON; a body that is no JSON becomes {@code
         * {"webhookId":…,"text":…}}.
         */
        public String toLine() {
            try {
                return JSON.writeValueAsString(JSON.readTree(body));
            } catch (IOException notJson) {
                return JSON.createObjectNode().put("webhookId", id).put("text", body).toString();
            }
        }
    }

    /** Where verified events go. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes one event; it has it when this returns.
         *
         * @throws IOException if it could not; the event will come again
         */
        void accept(Event event) throws IOException;
    }

    /** How many requests there were of each kind; {@link #counts} gives a snapshot. */
    public record Counts(long taken, long repeated, long refused) {}

    private final HttpServer server;
    private final ExecutorService threads;
    private final Webhook webhook;
    private final Sink sink;
    private final LinkedHashMap<String, Boolean> remembered = new LinkedHashMap<>();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    private Receiver(HttpServer server, Webhook webhook, Sink sink, Collection<String> known) {
        this.server = server;
        this.webhook = webhook;
        this.sink = sink;
        this.threads = Executors.newVirtualThreadPerTaskExecutor();
        known.forEach(this::remember);
    }

    /**
     * Listens on a loopback port.
     *
     * @param port 0 takes a free one
     * @param secret {@code whsec_…}, as the target has it
     * @throws IllegalArgumentException if the secret is none
     * @throws IOException if the port is taken
     */
    public static Receiver start(int port, String secret, Sink sink) throws IOException {
        return start(port, secret, sink, List.of());
    }

    /** As {@link #start(int, String, Sink)}, remembering ids from before, oldest first. */
    public static Receiver start(int port, String secret, Sink sink, Collection<String> known)
            throws IOException {
        Webhook webhook = parseSecret(secret);
        HttpServer server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        Receiver receiver = new Receiver(server, webhook, sink, known);
        server.setExecutor(receiver.threads);
        server.createContext("/", receiver::handle);
        server.start();
        return receiver;
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    public Counts counts() {
        return new Counts(taken.get(), repeated.get(), refused.get());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private static Webhook parseSecret(String secret) {
        try {
            if (secret.startsWith("whsec_")) {
                return new Webhook(secret);
            }
        } catch (EmptyWebhookSecretException | IllegalArgumentException e) {
            // said below, without a part of the secret in the message
        }
        throw new IllegalArgumentException(
                "the secret must be whsec_ followed by Base64, as the target was created with; give"
                        + " that one");
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(answer(exchange), -1);
        }
    }

    private int answer(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            refused.incrementAndGet();
            return 405;
        }
        byte[] body;
        try (InputStream in = exchange.getRequestBody()) {
            body = in.readNBytes(MAX_BODY_BYTES + 1);
        }
        if (body.length > MAX_BODY_BYTES) {
            refused.incrementAndGet();
            return 413;
        }
        Map<String, List<String>> headers = exchange.getRequestHeaders();
        String text;
        try {
            // strictly: what is not UTF-8 must not be verified as something else
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            webhook.verify(text, headers);
        } catch (WebhookVerificationException | CharacterCodingException e) {
            refused.incrementAndGet();
            return 401;
        }
        return hand(new Event(exchange.getRequestHeaders().getFirst("webhook-id"), text));
    }

    private synchronized int hand(Event event) {
        if (remembered.containsKey(event.id())) {
            repeated.incrementAndGet();
            return 204;
        }
        try {
            sink.accept(event);
        } catch (IOException e) {
            refused.incrementAndGet();
            return 500;
        }
        remember(event.id());
        taken.incrementAndGet();
        return 204;
    }

    private void remember(String id) {
        remembered.put(id, true);
        if (remembered.size() > REMEMBERED_IDS) {
            remembered.remove(remembered.firstEntry().getKey());
        }
    }
}
