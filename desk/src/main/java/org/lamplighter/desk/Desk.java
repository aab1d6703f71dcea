// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk;

import com.zaxxer.hikari.HikariDataSource;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.lamplighter.desk.archive.ArchivePart;
import org.lamplighter.desk.dispatch.DispatchPart;
import org.lamplighter.desk.feed.FeedPart;
import org.lamplighter.desk.feed.TopicProvisioner;
import org.lamplighter.desk.health.HealthPart;
import org.lamplighter.desk.part.DeskConfig;
import org.lamplighter.desk.part.DeskServices;
import org.lamplighter.desk.part.Part;
import org.lamplighter.desk.quarantine.QuarantinePart;
import org.lamplighter.desk.registry.RegistryPart;
import org.lamplighter.desk.rest.ApiTokens;
import org.lamplighter.desk.rest.OpenApi;
import org.lamplighter.desk.rest.RestServer;
import org.lamplighter.desk.rest.Route;
import org.lamplighter.desk.seal.KeyOfDatabase;
import org.lamplighter.desk.seal.MasterKeyFile;
import org.lamplighter.registry.MasterKey;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The desk, running: registry and its feed, case book, delivery, REST interface and page. Close it
 * from any thread.
 */
public final class Desk implements AutoCloseable {
    private final Deque<AutoCloseable> running;
    private final RestServer server;

    private Desk(Deque<AutoCloseable> running, RestServer server) {
        this.running = running;
        this.server = server;
    }

    /**
     * Migrates the database, makes the topics, starts every part, then listens.
     *
     * @throws IOException if the database, Kafka or the port does not do; the message says what to
     *     do
     */
    public static Desk start(DeskConfig config) throws IOException {
        return start(config, InstantSource.system());
    }

    /** As {@link #start(DeskConfig)}, on a clock of the caller's. */
    public static Desk start(DeskConfig config, InstantSource clock) throws IOException {
        Deque<AutoCloseable> running = new ArrayDeque<>();
        try {
            PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            running.push(metrics::close);
            Path keyFile = config.data().resolve("master.key");
            MasterKey masterKey = MasterKeyFile.readOrCreate(keyFile);
            HikariDataSource pool = Database.pool(config.database());
            running.push(pool);
            Database.migrate(pool);
            Jdbi jdbi = Jdbi.create(pool);
            KeyOfDatabase.demandSame(jdbi, masterKey, keyFile, config.database().url());
            TopicProvisioner.provision(config.kafka());
            ApiTokens tokens = new ApiTokens(jdbi);
            tokens.admitAdmin(config.data().resolve("admin.token"), clock);

            List<Part> parts =
                    parts(new DeskServices(config, pool, jdbi, masterKey, metrics, clock), metrics);
            List<Route> routes = new ArrayList<>();
            List<String> openApi = new ArrayList<>();
            for (Part part : parts) {
                routes.addAll(part.routes());
                openApi.addAll(part.openApi());
            }
            routes.add(OpenApi.route(openApi));
            for (Part part : parts) {
                running.push(part);
                part.start();
            }
            RestServer server = RestServer.start(config.rest(), routes, tokens, metrics);
            running.push(server);
            return new Desk(running, server);
        } catch (IOException | RuntimeException e) {
            closeAll(running, e);
            throw e;
        }
    }

    /** The parts, in the order they start. */
    static List<Part> parts(DeskServices services, PrometheusMeterRegistry metrics)
            throws IOException {
        List<Part> parts =
                new ArrayList<>(
                        List.of(
                                new ArchivePart(services),
                                new QuarantinePart(services),
                                new RegistryPart(services),
                                new FeedPart(services)));
        parts.addAll(DispatchPart.withCases(services));
        parts.add(new HealthPart(parts, metrics));
        return List.copyOf(parts);
    }

    /** Where the REST interface and the page are. */
    public URI address() {
        return server.address();
    }

    /** Stops listening, then every part in the reverse order of starts. */
    @Override
    public void close() {
        RuntimeException failure = new IllegalStateException("the desk did not close cleanly");
        closeAll(running, failure);
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }

    private static void closeAll(Deque<AutoCloseable> running, Exception failure) {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        }
    }
}
