// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.chain;

import org.lamplighter.bench.load.LoadPlan;
import org.lamplighter.bench.load.LoadReport;
import org.lamplighter.bench.load.LoadRun;
import org.lamplighter.bench.load.Pace;
import org.lamplighter.bench.load.PayloadTemplate;
import org.lamplighter.bench.load.Sender;
import org.lamplighter.bench.up.DeskClient;
import org.lamplighter.bench.up.ProcessFigures;
import org.lamplighter.bench.up.UpProcess;
import org.lamplighter.cli.up.Ports;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures the whole chain: MQTT, the log, deduplication and rules, three values a frame in the
 * database. Each round has the {@link Peer}s and {@code lamplighter up} under the same load, first
 * as much as they take, then at a fixed rate. Exit 0: every frame sent was archived.
 */
@Command(
        name = "chain",
        mixinStandardHelpOptions = true,
        description = "Measures frames a second into the database, and what each part needs.")
public final class Chain implements Callable<Integer> {
    private static final Duration LONGEST_BACKLOG = Duration.ofMinutes(10);

    @Option(names = "--data", required = true, description = "a directory that does not exist yet")
    private Path data = Path.of("data");

    @Option(
            names = "--lib",
            defaultValue = "cli/target/lib",
            description = "the command line's libraries")
    private Path lib = Path.of("lib");

    @Option(names = "--port-offset", defaultValue = "700")
    private int offset;

    @Option(names = "--devices", defaultValue = "1000", description = "each with a connection")
    private int devices;

    @Option(names = "--window", defaultValue = "10", description = "unanswered per connection")
    private int window;

    @Option(names = "--rate", defaultValue = "6000", description = "of the fixed rate; 0 for none")
    private double rate;

    @Option(names = "--rounds", defaultValue = "3")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "20", description = "of each load")
    private int seconds;

    @Option(names = "--warmup", defaultValue = "40", description = "seconds under full load")
    private int warmup;

    @Option(
            names = "--frame",
            defaultValue =
                    "{\"seq\":{seq},\"time\":{time},\"ch4\":{cycle:2,3,2,1},"
                            + "\"level\":{cycle:11,12,11.5},\"rssi\":-97}",
            description =
                    "the payload; as it is, a cover that is well: three values, one of which a rule"
                            + " looks at")
    private String frame = "";

    @Option(names = "--alone", description = "without the peers")
    private boolean alone;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Chain()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Files.createDirectories(data);
        List<Sender> senders = Sender.numbered(devices);
        ChainReport report = new ChainReport(rate);
        try (UpProcess up = UpProcess.start(lib, data.resolve("up"), new Ports(offset))) {
            String token = Files.readString(data.resolve("up").resolve("admin.token")).strip();
            try (DeskClient desk =
                    new DeskClient(URI.create("http://127.0.0.1:" + (8080 + offset)), token)) {
                desk.register(senders);
            }
            LoadRun.awaitAdmitted(gateway(), senders.getLast());
            try (Connection database = up.database()) {
                say("warming up");
                whole(up, database, plan(gateway(), senders, new Pace.Closed(window), warmup));
                for (int round = 1; round <= rounds; round++) {
                    say("round " + round);
                    round(up, database, senders, report);
                }
            }
        }
        System.out.println(report.toMarkdown());
        return 0;
    }

    private void round(UpProcess up, Connection database, List<Sender> senders, ChainReport report)
            throws Exception {
        Map<String, Pace> loads = new LinkedHashMap<>();
        loads.put(ChainReport.FULL, new Pace.Closed(window));
        if (rate > 0) {
            loads.put(ChainReport.FIXED, new Pace.Open(rate));
        }
        for (Map.Entry<String, Pace> load : loads.entrySet()) {
            if (!alone) {
                try (Peer floor = Peer.floor(Files.createTempDirectory(data, "floor"))) {
                    report.add(load.getKey(), floor.name(), beside(floor, senders, load));
                }
                try (Peer mosquitto = Peer.mosquitto(Files.createTempDirectory(data, "broker"))) {
                    report.add(load.getKey(), mosquitto.name(), beside(mosquitto, senders, load));
                }
            }
            report.add(
                    load.getKey(),
                    "lamplighter up",
                    whole(up, database, plan(gateway(), senders, load.getValue(), seconds)));
        }
    }

    private Measured beside(Peer peer, List<Sender> senders, Map.Entry<String, Pace> load)
            throws IOException, InterruptedException {
        // a JVM wants to be warm too
        run(plan(peer.address(), senders, load.getValue(), 5), Map.of());
        LoadReport measured =
                run(
                        plan(peer.address(), senders, load.getValue(), seconds),
                        Map.of("server", peer.pid()));
        return new Measured(
                measured.perSecond(), measured.perSecond(), 0, p99(measured), measured.cpuMicros());
    }

    /** Loads the chain and waits for its end. */
    private Measured whole(UpProcess up, Connection database, LoadPlan plan)
            throws IOException, InterruptedException, SQLException {
        ProcessFigures figures = new ProcessFigures(up.pid(), data.resolve("up"));
        long archivedBefore = archived(database);
        Map<String, Duration> before = figures.cpu();
        long from = System.nanoTime();
        LoadReport load = run(plan, Map.of());
        long loaded = System.nanoTime();
        long frames = load.acknowledged();
        if (load.unanswered() > 0) {
            throw new IOException(load.unanswered() + " frames had no answer");
        }
        while (archived(database) < archivedBefore + frames) {
            if (System.nanoTime() - loaded > LONGEST_BACKLOG.toNanos()) {
                throw new IOException(
                        "of "
                                + frames
                                + " acknowledged frames "
                                + (archived(database) - archivedBefore)
                                + " were archived in "
                                + LONGEST_BACKLOG.toMinutes()
                                + " min");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        long kept = System.nanoTime();
        Map<String, Double> micros = new TreeMap<>();
        figures.cpu()
                .forEach(
                        (part, used) ->
                                micros.put(
                                        part,
                                        used.minus(before.getOrDefault(part, Duration.ZERO))
                                                        .toNanos()
                                                / 1e3
                                                / frames));
        micros.put(
                Measured.GENERATOR, load.cpuMicros().getOrDefault(Measured.GENERATOR, Double.NaN));
        Measured measured =
                new Measured(
                        load.perSecond(),
                        frames / ((kept - from) / 1e9),
                        (kept - loaded) / 1e9,
                        p99(load),
                        micros);
        say(
                "%,.0f answered/s, %,.0f archived/s, %.1f µs a frame, %.1f s after the load"
                        .formatted(
                                measured.answeredPerSecond(),
                                measured.keptPerSecond(),
                                measured.sum(),
                                measured.backlogSeconds()));
        return measured;
    }

    private static LoadReport run(LoadPlan plan, Map<String, Long> pids)
            throws IOException, InterruptedException {
        return LoadRun.run(plan, pids, Optional.empty(), 1);
    }

    private LoadPlan plan(InetSocketAddress target, List<Sender> senders, Pace pace, int seconds) {
        return LoadPlan.of(
                target, senders, pace, Duration.ofSeconds(seconds), PayloadTemplate.parse(frame));
    }

    private static double p99(LoadReport load) {
        return load.latencies().getValueAtPercentile(99) / 1e6;
    }

    private InetSocketAddress gateway() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1883 + offset);
    }

    /** How many readings are archived, of the archive's own exact count. */
    private static long archived(Connection database) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select coalesce(sum(archived), 0) from archive_lane")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void say(String words) {
        System.err.println(words);
    }
}
