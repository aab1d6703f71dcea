// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.archive;

import org.lamplighter.bench.load.CpuTime;
import org.lamplighter.embedded.EmbeddedPostgres;
import org.lamplighter.jobs.archive.ArchiveEntry;
import org.lamplighter.jobs.archive.ArchiveStore;
import org.lamplighter.jobs.archive.Database;
import org.lamplighter.jobs.archive.WritePaths;
import org.postgresql.ds.PGSimpleDataSource;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Measures the ways into the archive on the embedded PostgreSQL as {@code up} runs it, in turn and
 * round after round, and prints medians and their ratio to the bare {@code COPY} of the same round.
 */
@Command(
        name = "archive-rates",
        mixinStandardHelpOptions = true,
        description = "Measures how fast readings get into the archive.")
public final class ArchiveRates implements Callable<Integer> {
    private static final String COLUMNS =
            "device integer not null, point integer not null, time timestamptz not null, seq"
                + " integer not null, log_time timestamptz not null, log_partition integer not"
                + " null, log_offset bigint not null, value double precision, text text, quality"
                + " smallint not null";

    @Option(names = "--data", required = true, description = "a directory that does not exist yet")
    private Path data = Path.of("data");

    @Option(names = "--devices", defaultValue = "10000")
    private int devices;

    @Option(names = "--readings", defaultValue = "200000", description = "of three values each")
    private int readings;

    @Option(names = "--batch", defaultValue = "4000", description = "readings in one transaction")
    private int batch;

    @Option(names = "--rounds", defaultValue = "5")
    private int rounds;

    /** A way in, from an empty table to all rows in it. */
    private interface Way {
        Figures run() throws SQLException, IOException;
    }

    /** What one run of a way took. */
    private record Figures(double rowsPerSecond, double serverMicros, double clientMicros) {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new ArchiveRates()).execute(args));
    }

    @Override
    public Integer call() throws SQLException, IOException {
        Workload workload = new Workload(devices, readings, batch);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data, 0)) {
            migrate(postgres);
            Map<String, Way> ways = ways(workload, postgres);
            Map<String, List<Figures>> taken = new LinkedHashMap<>();
            for (int round = 0; round <= rounds; round++) {
                for (Map.Entry<String, Way> way : ways.entrySet()) {
                    Figures figures = way.getValue().run();
                    if (round > 0) { // the first warms up
                        taken.computeIfAbsent(way.getKey(), name -> new ArrayList<>()).add(figures);
                    }
                }
            }
            tell(workload, taken);
        }
        return 0;
    }

    private static Map<String, Way> ways(Workload workload, EmbeddedPostgres postgres)
            throws SQLException {
        // made before the clock runs: the archive job gets them from its source
        List<List<ArchiveEntry>> batches = new ArrayList<>();
        for (int number = 0; number < workload.batches(); number++) {
            batches.add(workload.entries(number));
        }
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create table no_index (" + COLUMNS + ")");
            statement.execute(
                    "create table by_time ("
                            + COLUMNS
                            + ", primary key (time, device, point, seq))");
            statement.execute(
                    "create table one_table ("
                            + COLUMNS
                            + ", primary key (device, point, time, seq))");
            statement.execute(
                    "create table narrow (device integer, point smallint, time timestamptz, value"
                            + " double precision)");
            statement.execute("create index on narrow (device, time)");
        }
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put(
                "bare COPY, as the archive's table is",
                bare(workload, postgres, "point_value", false, false));
        ways.put("archive: COPY", store(workload, batches, postgres, "copy"));
        ways.put("archive: staging and COPY", store(workload, batches, postgres, "stage"));
        ways.put("archive: unnest", store(workload, batches, postgres, "unnest"));
        ways.put(
                "bare COPY, batches in the key's order",
                bare(workload, postgres, "point_value", false, true));
        ways.put(
                "bare COPY, one table, no block range index",
                bare(workload, postgres, "one_table", false, false));
        ways.put("bare COPY, key led by time", bare(workload, postgres, "by_time", false, false));
        ways.put("bare COPY, no index", bare(workload, postgres, "no_index", false, false));
        ways.put(
                "bare COPY, four columns, index (device, time)",
                bare(workload, postgres, "narrow", true, false));
        return ways;
    }

    private static Way bare(
            Workload workload,
            EmbeddedPostgres postgres,
            String table,
            boolean narrow,
            boolean sorted) {
        BareCopy copy = new BareCopy(workload, table, narrow, sorted);
        return () -> {
            settle(postgres);
            try (Connection connection = postgres.connect()) {
                connection.setAutoCommit(false);
                copy.empty(connection);
                Meter meter = new Meter(workload, backend(connection));
                for (int number = 0; number < workload.batches(); number++) {
                    copy.write(connection, number);
                }
                return meter.figures();
            }
        };
    }

    private static Way store(
            Workload workload,
            List<List<ArchiveEntry>> batches,
            EmbeddedPostgres postgres,
            String path) {
        Database database = new Database(postgres.jdbcUrl(), postgres.user(), postgres.password());
        return () -> {
            settle(postgres);
            try (Connection connection = postgres.connect();
                    Statement statement = connection.createStatement();
                    ArchiveStore store = new ArchiveStore(database, paths(path))) {
                statement.execute("truncate point_value, archive_lane");
                // so that it has its connection and knows the names
                store.write(
                        new Workload(workload.devices(), workload.devices(), workload.devices())
                                .entries(0));
                statement.execute("truncate point_value, archive_lane");
                Meter meter = new Meter(workload, archiveBackend(statement));
                for (List<ArchiveEntry> batch : batches) {
                    store.write(batch);
                }
                return meter.figures();
            }
        };
    }

    private static WritePaths paths(String path) {
        return switch (path) {
            case "copy" -> WritePaths.byCopy();
            case "stage" -> WritePaths.byStage();
            default -> WritePaths.byUnnest();
        };
    }

    /** No way pays for the checkpoint of the one before. */
    private static void settle(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("checkpoint");
        }
    }

    private static long backend(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static long archiveBackend(Statement statement) throws SQLException {
        try (ResultSet row =
                statement.executeQuery(
                        "select pid from pg_stat_activity where application_name ="
                                + " 'lamplighter-archive'")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Takes the time, and the processor time of one backend and of this thread. */
    private static final class Meter {
        private final Workload workload;
        private final long pid;
        private final long began;
        private final long serverMicros;
        private final long clientNanos;

        Meter(Workload workload, long pid) throws IOException {
            this.workload = workload;
            this.pid = pid;
            this.serverMicros = CpuTime.of(pid).toNanos() / 1_000;
            this.clientNanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            this.began = System.nanoTime();
        }

        Figures figures() throws IOException {
            double seconds = (System.nanoTime() - began) / 1e9;
            double rows = workload.rows();
            long client = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            return new Figures(
                    rows / seconds,
                    (CpuTime.of(pid).toNanos() / 1_000 - serverMicros) / rows,
                    (client - clientNanos) / 1_000.0 / rows);
        }
    }

    private static void migrate(EmbeddedPostgres postgres) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(postgres.jdbcUrl());
        source.setUser(postgres.user());
        source.setPassword(postgres.password());
        org.lamplighter.desk.Database.migrate(source);
    }

    private static void tell(Workload workload, Map<String, List<Figures>> taken) {
        System.out.printf(
                Locale.ROOT,
                "%,d devices, %,d rows, %,d rows in a transaction%n%n",
                workload.devices(),
                workload.rows(),
                workload.batch() * Workload.POINTS.size());
        System.out.println("| way | rows/s | ratio | server µs/row | client µs/row |");
        System.out.println("|---|---|---|---|---|");
        List<Figures> floor = taken.values().iterator().next();
        taken.forEach(
                (name, figures) -> {
                    List<Double> ratios = new ArrayList<>();
                    for (int round = 0; round < figures.size(); round++) {
                        ratios.add(
                                figures.get(round).rowsPerSecond()
                                        / floor.get(round).rowsPerSecond());
                    }
                    System.out.printf(
                            Locale.ROOT,
                            "| %s | %,.0f | %.2f (%.2f to %.2f) | %.2f | %.2f |%n",
                            name,
                            median(figures.stream().map(Figures::rowsPerSecond).toList()),
                            median(ratios),
                            ratios.stream().mapToDouble(Double::doubleValue).min().orElse(0),
                            ratios.stream().mapToDouble(Double::doubleValue).max().orElse(0),
                            median(figures.stream().map(Figures::serverMicros).toList()),
                            median(figures.stream().map(Figures::clientMicros).toList()));
                });
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
