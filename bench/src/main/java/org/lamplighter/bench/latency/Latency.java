// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.latency;

import org.lamplighter.bench.load.LoadPlan;
import org.lamplighter.bench.load.LoadReport;
import org.lamplighter.bench.load.LoadRun;
import org.lamplighter.bench.load.Pace;
import org.lamplighter.bench.load.Sender;
import org.lamplighter.bench.up.DeskClient;
import org.lamplighter.bench.up.ProcessFigures;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Measures a running {@code lamplighter up}: from when a frame that raises {@code methane-high} was
 * due to its case row and to the receiver, under a steady load of harmless frames. Exit 0: every
 * case came; 1: some did not; 2: wrong usage.
 */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        description = "Measures frame to case row and to receiver on a running lamplighter up.")
public final class Latency implements Callable<Integer> {
    private static final Duration LAST_CASES = Duration.ofSeconds(30);

    @Option(names = "--data", required = true, description = "its data directory")
    private Path data = Path.of("data");

    @Option(names = "--port-offset", defaultValue = "0", description = "as it was started with")
    private int offset;

    @Option(names = "--pid", required = true, description = "of its process")
    private long pid;

    @Option(names = "--rate", defaultValue = "1000", description = "frames a second in all")
    private double rate;

    @Option(names = "--cases", defaultValue = "10", description = "new cases a second")
    private double cases;

    @Option(names = "--devices", defaultValue = "1000", description = "each with a connection")
    private int devices;

    @Option(names = "--seconds", defaultValue = "60", description = "warm-up included")
    private int seconds;

    @Option(names = "--warmup", defaultValue = "15", description = "seconds not measured")
    private int warmup;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Latency()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        String run = Long.toString(System.currentTimeMillis(), 36);
        List<Sender> senders =
                IntStream.range(0, devices)
                        .mapToObj(i -> "bench-%s-%05d".formatted(run, i))
                        .map(device -> new Sender(device, "token-of-" + device))
                        .toList();
        Clock clock = Clock.now();
        Passages passages = new Passages();
        String token = Files.readString(data.resolve("admin.token")).strip();
        String password = Files.readString(data.resolve("postgres").resolve("password")).strip();
        String database = "jdbc:postgresql://127.0.0.1:" + (5433 + offset) + "/postgres";
        try (DeskClient desk = new DeskClient(local("http", 8080), token);
                CaseReceiver receiver = CaseReceiver.start(passages)) {
            desk.register(senders);
            desk.addTarget("bench-" + run, receiver.url());
            LatencyReport report;
            try (CaseWatch watch = CaseWatch.start(database, password, clock, passages);
                    LogWatch log =
                            LogWatch.start("127.0.0.1:" + (9092 + offset), passages, clock)) {
                report = measure(senders, passages);
                await(() -> passages.count(Stage.RECEIVED) >= passages.due().size(), LAST_CASES);
                log.readLogTimes();
            } finally {
                desk.disableTarget("bench-" + run);
            }
            System.out.println(report.toMarkdown());
            return report.missing(Stage.RECEIVED) == 0 && report.load().unanswered() == 0 ? 0 : 1;
        }
    }

    private LatencyReport measure(List<Sender> senders, Passages passages) throws Exception {
        InetSocketAddress gateway =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1883 + offset);
        ProcessFigures figures = new ProcessFigures(pid, data);
        LoadRun.awaitAdmitted(gateway, senders.getLast());
        RaisePlan raises = new RaisePlan(senders, rate, seconds, (int) (cases * seconds), passages);
        LoadPlan plan =
                LoadPlan.of(
                                gateway,
                                senders,
                                new Pace.Open(rate),
                                Duration.ofSeconds(seconds),
                                raises)
                        .withWarmup(Duration.ofSeconds(warmup));
        FutureTask<LoadReport> running =
                new FutureTask<>(() -> LoadRun.run(plan, Map.of(), Optional.empty(), 1));
        Thread.ofPlatform().name("load").start(running);
        // the first due frame begins the run
        await(() -> !passages.due().isEmpty() || running.isDone(), Duration.ofMinutes(2));
        long measuredFrom = System.nanoTime() + TimeUnit.SECONDS.toNanos(warmup);
        await(
                () -> System.nanoTime() >= measuredFrom || running.isDone(),
                Duration.ofSeconds(warmup));
        Map<String, Duration> before = figures.cpu();
        LoadReport load = running.get();
        Map<String, Duration> used = new TreeMap<>(figures.cpu());
        used.replaceAll((part, time) -> time.minus(before.getOrDefault(part, Duration.ZERO)));
        return new LatencyReport(
                rate,
                load,
                passages,
                measuredFrom,
                used,
                figures.peakMebibytes(),
                figures.databaseMebibytes());
    }

    private static void await(BooleanSupplier condition, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private URI local(String scheme, int port) {
        return URI.create(scheme + "://127.0.0.1:" + (port + offset));
    }
}
