// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.up;

import org.lamplighter.embedded.EmbeddedKafka;
import org.lamplighter.embedded.EmbeddedPostgres;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The composition root of {@code up}: each part started once what it needs is there, and stopped in
 * reverse.
 */
final class AllInOne implements AutoCloseable {
    /** How long a clean stop may take. */
    private static final Duration STOP_BOUND = Duration.ofSeconds(30);

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Ports ports;

    private AllInOne(Ports ports) {
        this.ports = ports;
    }

    static AllInOne start(Path data, Ports ports, Progress progress) throws Exception {
        AllInOne all = new AllInOne(ports);
        try {
            DataDirectory directory = all.keep(DataDirectory.open(data));
            // After a kill -9 the database outlives this program and would hold its own port
            // against it.
            EmbeddedPostgres.stopOrphan(directory.postgres());
            ports.requireFree();
            all.startOn(directory, progress);
            return all;
        } catch (Exception e) {
            all.close();
            throw e;
        }
    }

    private void startOn(DataDirectory directory, Progress progress) throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var kafkaStarts =
                    CompletableFuture.supplyAsync(
                            () ->
                                    step(
                                            progress,
                                            "Kafka",
                                            () ->
                                                    EmbeddedKafka.start(
                                                            directory.kafka(), ports.kafka())),
                            executor);
            var postgresStarts =
                    CompletableFuture.supplyAsync(
                            () ->
                                    step(
                                            progress,
                                            "PostgreSQL",
                                            () ->
                                                    EmbeddedPostgres.start(
                                                            directory.postgres(),
                                                            ports.postgres())),
                            executor);
            EmbeddedPostgres postgres = join(postgresStarts);
            EmbeddedKafka kafka = join(kafkaStarts);
            progress.say(postgres.jdbcUrl() + " " + kafka.bootstrapServers());
        }
    }

    void announce(Progress progress) {
        Map<String, String> rows = new LinkedHashMap<>();
        ports.byName().forEach((name, port) -> rows.put(name, "127.0.0.1:" + port));
        progress.table(rows);
        progress.say(
                String.format(Locale.ROOT, "ready in %.1f s", progress.elapsed().toMillis() / 1e3));
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
                System.err.println(
                        "lamplighter: the parts did not stop within "
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
        while (!started.isEmpty()) {
            AutoCloseable part = started.pop();
            try {
                part.close();
            } catch (Exception e) {
                System.err.println("lamplighter: a part did not stop cleanly: " + e.getMessage());
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

    private <T extends AutoCloseable> T step(
            Progress progress, String name, java.util.concurrent.Callable<T> start) {
        try {
            return keep(progress.step(name, start));
        } catch (Exception e) {
            throw e instanceof RuntimeException unchecked ? unchecked : new CompletionException(e);
        }
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException unchecked ? unchecked : e;
        }
    }
}
