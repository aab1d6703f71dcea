// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.up;

import org.lamplighter.cli.config.Settings;
import org.lamplighter.cli.config.UpConfig;
import org.lamplighter.cli.simulate.SimulatedCity;
import org.lamplighter.desk.Desk;
import org.lamplighter.embedded.EmbeddedKafka;
import org.lamplighter.embedded.EmbeddedPostgres;
import org.lamplighter.embedded.MosquittoBroker;
import org.lamplighter.gateway.Gateway;
import org.lamplighter.gateway.GatewayConfig;
import org.lamplighter.gateway.bridge.BridgeConfig;
import org.lamplighter.jobs.Jobs;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The composition root of {@code up}: each part starts once what it needs is there, and stops in
 * reverse.
 */
final class AllInOne implements AutoCloseable {
    /** How long a part may take until it works. */
    private static final Duration READY_BOUND = Duration.ofSeconds(60);

    /** How long a clean stop may take. */
    private static final Duration STOP_BOUND = Duration.ofSeconds(30);

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Ports ports;
    private final UpConfig config;
    private final Progress progress;
    private Optional<DemoBroker> broker = Optional.empty();

    private AllInOne(Ports ports, UpConfig config, Progress progress) {
        this.ports = ports;
        this.config = config;
        this.progress = progress;
    }

    /**
     * Starts everything on a data directory and returns once devices can deliver and the jobs work.
     *
     * @param demo whether a broker for the demo's devices is started too, where one is installed
     * @throws StartupException if something outside keeps it from starting
     */
    static AllInOne start(
            Path data, Ports ports, UpConfig config, boolean demo, Progress progress) {
        AllInOne all = new AllInOne(ports, config, progress);
        try {
            DataDirectory directory = all.keep(DataDirectory.open(data));
            // After a kill -9 the database and the demo's broker outlive this program and would
            // hold their own ports against it.
            EmbeddedPostgres.stopOrphan(directory.postgres());
            MosquittoBroker.stopOrphan(directory.demoBroker());
            ports.requireFree();
            all.startOn(directory, demo ? all.findMosquitto() : Optional.empty());
            return all;
        } catch (RuntimeException e) {
            all.close();
            throw e;
        }
    }

    private Optional<Path> findMosquitto() {
        Optional<Path> program = MosquittoBroker.find();
        if (program.isPresent()) {
            DemoBroker.requireRoom(config.value(Settings.GATEWAY_BRIDGES));
            ports.requireBrokerFree();
        } else {
            progress.say(DemoBroker.LEFT_OUT);
        }
        return program;
    }

    private void startOn(DataDirectory directory, Optional<Path> mosquitto) {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var kafkaStarts =
                    begin(
                            executor,
                            "Kafka",
                            () -> EmbeddedKafka.start(directory.kafka(), ports.kafka()));
            var postgresStarts =
                    begin(
                            executor,
                            "PostgreSQL",
                            () -> EmbeddedPostgres.start(directory.postgres(), ports.postgres()));
            Optional<CompletableFuture<DemoBroker>> brokerStarts =
                    mosquitto.map(
                            program ->
                                    begin(
                                            executor,
                                            "mosquitto",
                                            () ->
                                                    DemoBroker.start(
                                                            program,
                                                            directory.demoBroker(),
                                                            ports.demoBroker())));
            broker = brokerStarts.map(AllInOne::join);
            EmbeddedPostgres postgres = join(postgresStarts);
            EmbeddedKafka kafka = join(kafkaStarts);

            PartConfigs configs = PartConfigs.of(directory, ports, config, kafka, postgres);
            // The desk makes topics and tables; the others would only wait for them.
            join(begin(executor, "desk", () -> Desk.start(configs.desk())));
            var jobsStart = begin(executor, "jobs", () -> startJobs(configs));
            var gatewayStarts =
                    begin(executor, "gateway", () -> startGateway(gatewayConfig(configs)));
            join(jobsStart);
            join(gatewayStarts);
        }
    }

    private static Jobs startJobs(PartConfigs configs) throws InterruptedException {
        Jobs jobs = Jobs.start(configs.jobs());
        Patience.until("the jobs work", READY_BOUND, jobs::isLive);
        return jobs;
    }

    private GatewayConfig gatewayConfig(PartConfigs configs) {
        GatewayConfig config = configs.gateway();
        List<BridgeConfig> bridges = new ArrayList<>(config.bridges());
        broker.map(DemoBroker::bridge).ifPresent(bridges::add);
        return config.withBridges(bridges);
    }

    private static Gateway startGateway(GatewayConfig config) throws Exception {
        Gateway gateway = Gateway.start(config);
        if (!gateway.awaitReady(READY_BOUND)) {
            gateway.close();
            throw new StartupException(
                    "the gateway has not read the registry within "
                            + READY_BOUND.toSeconds()
                            + " s; see the log file, and start again");
        }
        return gateway;
    }

    /** Says where everything is. */
    void announce(DataFiles files) {
        Map<String, String> rows = new LinkedHashMap<>();
        ports.byName().forEach((name, port) -> rows.put(name, "127.0.0.1:" + port));
        broker.ifPresent(known -> rows.put(Ports.DEMO_BROKER, "127.0.0.1:" + known.port()));
        rows.put("page", page().toString());
        rows.put("admin token", files.adminToken().toString());
        rows.put("log file", files.log().toString());
        progress.table(rows);
        progress.say(
                String.format(Locale.ROOT, "ready in %.1f s", progress.elapsed().toMillis() / 1e3));
    }

    /** The broker that a part of the demo's devices publish to, if there is one. */
    Optional<SimulatedCity.Broker> broker() {
        return broker.map(DemoBroker::devices);
    }

    /** The page with the open cases, and the base of the REST interface. */
    URI page() {
        return URI.create("http://127.0.0.1:" + ports.desk() + "/");
    }

    /**
     * Returns when the process is asked to end (Ctrl-C or SIGTERM), which then waits for {@link
     * #close()}.
     */
    void awaitStop() throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "stop"));
        stop.await();
    }

    /** The process ends when its shutdown hooks return, so this one waits for the parts. */
    private void stopAndWait() {
        stop.countDown();
        try {
            if (!closed.await(STOP_BOUND.toSeconds(), TimeUnit.SECONDS)) {
                progress.say(
                        "the parts did not stop within "
                                + STOP_BOUND.toSeconds()
                                + " s; ending all the same, the next start recovers as after a kill"
                                + " -9");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        synchronized (started) {
            while (!started.isEmpty()) {
                AutoCloseable part = started.pop();
                try {
                    part.close();
                } catch (Exception e) {
                    progress.say("a part did not stop cleanly: " + e.getMessage());
                }
            }
        }
        closed.countDown();
    }

    private <T extends AutoCloseable> T keep(T part) {
        synchronized (started) {
            started.push(part);
        }
        return part;
    }

    private <T extends AutoCloseable> CompletableFuture<T> begin(
            Executor executor, String name, Callable<T> start) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return keep(progress.step(name, start));
                    } catch (Exception e) {
                        throw e instanceof RuntimeException unchecked
                                ? unchecked
                                : new CompletionException(e);
                    }
                },
                executor);
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            // A part tells its faults in sentences for people, whatever the type it throws them by.
            throw cause instanceof StartupException startup
                    ? startup
                    : new StartupException(String.valueOf(cause.getMessage()), cause);
        }
    }
}
