// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.cluster;

import org.lamplighter.cli.rest.RestClient;
import org.lamplighter.embedded.EmbeddedPostgres;
import org.lamplighter.embedded.EmbeddedServerException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The topology of the compose file on this machine: Kafka brokers, a JobManager, TaskManagers,
 * gateways, desks and the submitter of the jobs, each a Java process of its own, and one
 * PostgreSQL. Each part is started at once and waits for what it needs. Not thread-safe.
 */
final class Cluster implements AutoCloseable {
    static final String POSTGRES = "PostgreSQL";
    private static final Duration START = Duration.ofMinutes(2);

    private final Path folder;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final ClusterPorts ports;
    private final ClusterProbes probes;
    private EmbeddedPostgres postgres;

    /** How many of each there are. */
    record Size(int brokers, int taskManagers, int gateways, int desks) {}

    private Cluster(
            Path folder, ClusterPorts ports, ClusterProbes probes, EmbeddedPostgres postgres) {
        this.folder = folder;
        this.ports = ports;
        this.probes = probes;
        this.postgres = postgres;
    }

    /** Starts all of it, and returns when all of it works. */
    static Cluster start(Path folder, Size size) throws Exception {
        Files.createDirectories(folder);
        ClusterPorts ports = new ClusterPorts();
        EmbeddedPostgres postgres =
                EmbeddedPostgres.start(folder.resolve("postgres"), ClusterPorts.free());
        Cluster cluster = new Cluster(folder, ports, new ClusterProbes(size, ports), postgres);
        try {
            new ClusterSetup(folder, size, ports, postgres, cluster.members).start();
            for (String member : List.copyOf(cluster.members.keySet())) {
                cluster.awaitWorking(member);
            }
            return cluster;
        } catch (Exception | AssertionError e) {
            cluster.close();
            throw e;
        }
    }

    /** All that can be killed, PostgreSQL among it. */
    List<String> names() {
        List<String> names = new ArrayList<>(members.keySet());
        names.add(POSTGRES);
        return names;
    }

    Member member(String name) {
        Member member = members.get(name);
        if (member == null) {
            throw new IllegalArgumentException("no member " + name);
        }
        return member;
    }

    /** As {@code kill -9} does. */
    void kill(String name) throws Exception {
        if (name.equals(POSTGRES)) {
            long pid =
                    Long.parseLong(
                            Files.readAllLines(
                                            folder.resolve("postgres")
                                                    .resolve("data")
                                                    .resolve("postmaster.pid"))
                                    .getFirst()
                                    .strip());
            ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
            postmaster.destroyForcibly();
            postmaster.onExit().get(10, TimeUnit.SECONDS);
        } else {
            member(name).kill();
        }
    }

    /** As a supervisor would. */
    void startAgain(String name) throws Exception {
        if (name.equals(POSTGRES)) {
            int port = postgres.port();
            try {
                // gives back the lock that this process has on the directory
                postgres.close();
            } catch (RuntimeException alreadyGone) {
                // it was killed, so there is nothing to stop
            }
            await(
                    "PostgreSQL starts again",
                    () -> {
                        try {
                            postgres = EmbeddedPostgres.start(folder.resolve("postgres"), port);
                            return true;
                        } catch (EmbeddedServerException e) {
                            // the killed server's children go within moments
                            return false;
                        }
                    });
        } else {
            member(name).startAgain();
        }
    }

    /** Until it does its work again, and everything else too. */
    void awaitAllWorking() throws Exception {
        for (String name : members.keySet()) {
            awaitWorking(name);
        }
    }

    private void awaitWorking(String name) throws Exception {
        await(
                name + " works",
                () -> {
                    if (!member(name).isAlive()) {
                        throw new AssertionError(name + " ended: " + member(name).output());
                    }
                    return probes.works(name);
                });
    }

    InetSocketAddress mqtt(int gateway) {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), ports.of("gateway" + gateway));
    }

    /** A client of a desk; the caller closes it. */
    RestClient rest(int desk) throws IOException {
        return new RestClient(
                URI.create("http://127.0.0.1:" + ports.of("desk" + desk)),
                Files.readString(folder.resolve("data").resolve("admin.token")).strip());
    }

    /** The metrics of the jobs' process. */
    String metricsOfJobs() throws Exception {
        return probes.get(ports.of("jobs"), "/metrics").body();
    }

    Connection database() throws SQLException {
        return DriverManager.getConnection(
                postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    /** Until the archive has as many frames of a wave as were acknowledged. */
    void awaitArchived(Wave wave) throws Exception {
        await(
                "the archive has " + wave.acknowledged() + " frames of " + wave.prefix(),
                () -> {
                    try (Connection database = database();
                            PreparedStatement count =
                                    database.prepareStatement(
                                            """
                                            select count(*) from point_value v
                                            join device_name d on d.id = v.device
                                            join point_name p on p.id = v.point
                                            where p.point = 'tilt' and d.device like ?
                                            """)) {
                        count.setString(1, wave.prefix() + "%");
                        try (ResultSet row = count.executeQuery()) {
                            return row.next() && row.getInt(1) >= wave.acknowledged();
                        }
                    } catch (SQLException e) {
                        return false;
                    }
                });
    }

    /** Audits it with the command line; the last line is the verdict. */
    List<String> audit() throws Exception {
        Member audit =
                Member.start(
                        "audit",
                        ClusterSetup.LIBRARIES,
                        List.of("-Xmx256m"),
                        List.of(
                                ClusterSetup.COMMAND,
                                "audit",
                                "--config",
                                ClusterSetup.config(folder).toString(),
                                "--wait",
                                "90"),
                        Map.of(),
                        folder);
        await("the audit ends", () -> !audit.isAlive());
        return audit.output().lines().toList();
    }

    /** Runs a command with this cluster's configuration to its end. */
    List<String> command(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(ClusterSetup.COMMAND));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--config", ClusterSetup.config(folder).toString()));
        Member command =
                Member.start(
                        "command",
                        ClusterSetup.LIBRARIES,
                        List.of("-Xmx256m"),
                        all,
                        Map.of(),
                        folder);
        await(String.join(" ", arguments) + " ends", () -> !command.isAlive());
        return command.output().lines().toList();
    }

    @Override
    public void close() throws Exception {
        List<Member> all = new ArrayList<>(members.values());
        for (Member member : all.reversed()) {
            if (!member.name().startsWith("kafka")) {
                member.close();
            }
        }
        for (Member member : all) {
            if (member.name().startsWith("kafka")) {
                member.kill();
            }
        }
        probes.close();
        postgres.close();
    }

    /** A condition that may ask others. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    static void await(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + START.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + START.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
    }
}
