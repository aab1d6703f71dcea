// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.rest;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Serves routes over HTTP. Each request runs on a virtual thread; everything that a client can make
 * large is bounded. Safe to share between threads.
 */
public final class RestServer implements AutoCloseable {
    /** The largest request body, in bytes, but for routes that say otherwise. */
    public static final int MAX_BODY = 1 << 20;

    /** How many requests with a larger body are answered at a time, for each fills the memory. */
    static final int MAX_LARGE = 1;

    /** The largest head of a request, in bytes: its first line and its headers. */
    static final int MAX_HEAD = 8 * 1024;

    /** One thread accepts, so that no second connection slips in beside the last one allowed. */
    private static final int ACCEPTORS = 1;

    private static final int SELECTORS_AS_JETTY_CHOOSES = -1;

    private static final Logger LOG = LoggerFactory.getLogger(RestServer.class);

    /** Everything from here, nothing from elsewhere, no inline scripts, no frames (CSP level 3). */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src"
                    + " 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final String host;
    private final Javalin server;
    private final Gatekeeper gatekeeper;
    private final Map<Problem.Kind, Counter> problems = new EnumMap<>(Problem.Kind.class);
    private final RestLimits limits;
    private final Semaphore inFlight;
    private final Semaphore large = new Semaphore(MAX_LARGE);

    /**
     * Starts to listen.
     *
     * @throws IOException if the address cannot be listened on; the message says why and what to do
     */
    public static RestServer start(
            RestConfig http, List<Route> routes, ApiTokens tokens, MeterRegistry metrics)
            throws IOException {
        return start(http, RestLimits.DEFAULT, routes, tokens, metrics);
    }

    static RestServer start(
            RestConfig http,
            RestLimits limits,
            List<Route> routes,
            ApiTokens tokens,
            MeterRegistry metrics)
            throws IOException {
        RestServer server = new RestServer(http, limits, routes, tokens, metrics);
        try {
            server.server.start();
        } catch (JavalinBindException e) {
            server.close();
            throw new IOException(
                    "the desk cannot listen on "
                            + http.host()
                            + ":"
                            + http.port()
                            + ": the port is in use or not allowed; stop the other program or"
                            + " choose another port",
                    e);
        }
        return server;
    }

    private RestServer(
            RestConfig http,
            RestLimits limits,
            List<Route> routes,
            ApiTokens tokens,
            MeterRegistry metrics) {
        this.host = http.host();
        this.limits = limits;
        this.inFlight = new Semaphore(limits.requests());
        this.gatekeeper = new Gatekeeper(tokens, new BodyReader(limits.body(), System::nanoTime));
        for (Problem.Kind kind : Problem.Kind.values()) {
            problems.put(
                    kind,
                    Counter.builder("lamplighter.desk.problems")
                            .description("Requests that were not done, by the kind of problem")
                            .tag("kind", kind.text())
                            .register(metrics));
        }
        this.server = Javalin.create(config -> configure(config, http, routes));
    }

    private void configure(JavalinConfig config, RestConfig http, List<Route> routes) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = true;
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = MAX_BODY;
        config.router.ignoreTrailingSlashes = false;
        config.jetty.modifyServer(
                jetty -> {
                    jetty.setStopTimeout(http.stopTimeout().toMillis());
                    jetty.addBean(new NetworkConnectionLimit(limits.connections(), jetty));
                });
        config.jetty.modifyHttpConfiguration(
                settings -> {
                    settings.setSendServerVersion(false);
                    settings.setRequestHeaderSize(MAX_HEAD);
                    settings.setIdleTimeout(limits.idle().toMillis());
                });
        config.jetty.addConnector((jetty, settings) -> connector(jetty, settings, http));
        for (Route route : routes) {
            config.routes.addHttpHandler(
                    HandlerType.findOrCreate(route.method().name()),
                    route.path(),
                    ctx -> handle(ctx, route));
        }
        config.routes.exception(
                HttpResponseException.class,
                (e, ctx) -> refuse(ctx, Failures.ofHttp(e, ctx.method().name(), ctx.path())));
        config.routes.exception(
                Exception.class,
                (e, ctx) -> {
                    LOG.error("{} {} failed", ctx.method().name(), ctx.path(), e);
                    refuse(ctx, Failures.ofException(e));
                });
    }

    private ServerConnector connector(Server jetty, HttpConfiguration settings, RestConfig http) {
        ServerConnector connector =
                new ServerConnector(
                        jetty,
                        ACCEPTORS,
                        SELECTORS_AS_JETTY_CHOOSES,
                        new HttpConnectionFactory(settings));
        connector.setHost(http.host());
        connector.setPort(http.port());
        connector.setIdleTimeout(limits.idle().toMillis());
        return connector;
    }

    /** Where it listens. */
    public URI address() {
        return URI.create(
                "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port());
    }

    @Override
    public void close() {
        server.stop();
    }

    private void handle(Context ctx, Route route) throws Exception {
        if (!inFlight.tryAcquire()) {
            ctx.header("Retry-After", "1");
            refuse(ctx, Failures.busy(limits.requests()));
            return;
        }
        try {
            Optional<Principal> principal = gatekeeper.identify(ctx, route);
            if (principal.isEmpty()) {
                refuse(ctx, gatekeeper.unidentified(ctx));
            } else if (route.maxBody() > MAX_BODY) {
                answerLarge(ctx, route, principal.get());
            } else {
                answer(ctx, route, principal.get());
            }
        } finally {
            inFlight.release();
        }
    }

    private void answerLarge(Context ctx, Route route, Principal principal) throws Exception {
        if (!large.tryAcquire()) {
            ctx.header("Retry-After", "5").header("Connection", "close");
            refuse(ctx, Failures.busyWithLarge(route.path()));
            return;
        }
        try {
            answer(ctx, route, principal);
        } finally {
            large.release();
        }
    }

    private void answer(Context ctx, Route route, Principal principal) throws Exception {
        switch (gatekeeper.admit(ctx, route, principal)) {
            case Gatekeeper.Admission.Refused refused -> refuse(ctx, refused.problem());
            case Gatekeeper.Admission.Admitted admitted ->
                    write(ctx, route.handler().answer(admitted.request()));
        }
    }

    private void write(Context ctx, Answer answer) {
        switch (answer) {
            case Answer.Json json ->
                    send(ctx, json.status(), "application/json", json.body().toString());
            case Answer.Text text ->
                    send(ctx, text.status(), text.mediaType() + "; charset=utf-8", text.body());
            case Answer.Empty empty -> send(ctx, empty.status(), "", "");
            case Answer.Refused refused -> refuse(ctx, refused.problem());
        }
    }

    private void refuse(Context ctx, Problem problem) {
        Counter counter = problems.get(problem.kind());
        if (counter != null) {
            counter.increment();
        }
        send(
                ctx,
                problem.kind().status(),
                "application/problem+json",
                problem.toJson(ctx.path()).toString());
    }

    private static void send(Context ctx, int status, String mediaType, String body) {
        ctx.status(status)
                .header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cache-Control", "no-store");
        if (!mediaType.isEmpty()) {
            ctx.contentType(mediaType).result(body.getBytes(StandardCharsets.UTF_8));
        }
    }
}
