// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL server as a child of this process, on loopback, with {@code fsync} and {@code
 * synchronous_commit} on and a generated password.
 *
 * <p>Thread-safe once started. One instance per directory.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    /** How long a start, and the stop of an orphan, may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How many connections it takes; one more is refused. */
    static final int MAX_CONNECTIONS = 60;

    private static final String USER = "postgres";
    private static final List<String> HBA =
            List.of(
                    "# Written by Lamplighter: loopback only, by password only.",
                    "host all all 127.0.0.1/32 scram-sha-256",
                    "host all all ::1/128 scram-sha-256");

    private final io.zonky.test.db.postgres.embedded.EmbeddedPostgres server;
    private final int port;
    private final String password;

    private EmbeddedPostgres(
            io.zonky.test.db.postgres.embedded.EmbeddedPostgres server, int port, String password) {
        this.server = server;
        this.port = port;
        this.password = password;
    }

    /**
     * Starts the server and returns once it answers. A living server of this very directory, an
     * orphan of a kill -9, is stopped first.
     *
     * @param directory where it keeps its data, the password file (0600) and, unless the system
     *     property {@code lamplighter.postgres.binaries} names another place, its programs
     * @param port its port on loopback, or 0 for a free one
     * @throws EmbeddedServerException if the directory cannot be used or the server does not start
     */
    public static EmbeddedPostgres start(Path directory, int port) {
        Path home = directory.toAbsolutePath().normalize();
        Path data = home.resolve("data");
        int serverPort = FreePorts.orNext(port);
        try {
            Files.createDirectories(home);
            boolean secured = isSecured(data);
            Orphan.stop(data, PATIENCE);
            PostgresDirectory directories = new PostgresDirectory(home);
            directories.prepare(secured);
            String password = password(home.resolve("password"));
            var server = launch(home, data, serverPort, password);
            EmbeddedPostgres postgres = new EmbeddedPostgres(server, serverPort, password);
            try {
                postgres.requireOwnDirectory(data);
                if (!secured) {
                    postgres.secure(data);
                }
                postgres.requireDurable();
                directories.markMade();
            } catch (SQLException | RuntimeException e) {
                postgres.close();
                throw e;
            }
            return postgres;
        } catch (IOException | SQLException | IllegalStateException e) {
            throw new EmbeddedServerException(
                    "PostgreSQL did not start on "
                            + home
                            + ": "
                            + e.getMessage()
                            + PostgresDirectory.lastWords(home)
                            + "; if the directory is damaged, restore it from a copy or move it"
                            + " away and start again",
                    e);
        }
    }

    /**
     * Ends the living server of this directory that a kill -9 of its parent left behind, if there
     * is one, and waits for it; {@link #start} does so too.
     *
     * @throws EmbeddedServerException if it does not end
     */
    public static void stopOrphan(Path directory) {
        Path home = directory.toAbsolutePath().normalize();
        try {
            Orphan.stop(home.resolve("data"), PATIENCE);
        } catch (IOException | IllegalStateException e) {
            throw new EmbeddedServerException(
                    "the PostgreSQL that an earlier run left on "
                            + home
                            + " could not be stopped: "
                            + e.getMessage()
                            + "; end its process by hand and start again",
                    e);
        }
    }

    /** The JDBC address of the database {@code postgres}, without user and password. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    public int port() {
        return port;
    }

    /** Stops the server and waits for it. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new EmbeddedServerException(
                    "PostgreSQL could not be stopped: " + e.getMessage(), e);
        }
    }

    private static io.zonky.test.db.postgres.embedded.EmbeddedPostgres launch(
            Path home, Path data, int port, String password) throws IOException {
        var builder =
                io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
                        .setPort(port)
                        .setDataDirectory(data)
                        .setCleanDataDirectory(false)
                        .setRegisterShutdownHook(false)
                        .setOverrideWorkingDirectory(PostgresBinaries.of(home).toFile())
                        .setPGStartupWait(PATIENCE)
                        .setErrorRedirector(ProcessBuilder.Redirect.to(PostgresDirectory.log(home)))
                        .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                        .setLocaleConfig("locale", "C.UTF-8")
                        .setLocaleConfig("encoding", "UTF-8")
                        .setConnectConfig("password", password);
        // The library is made for tests and turns durability off; what is acknowledged here must be
        // kept.
        Map.of(
                        "fsync", "on",
                        "synchronous_commit", "on",
                        "full_page_writes", "on",
                        "listen_addresses", "127.0.0.1",
                        "max_connections", Integer.toString(MAX_CONNECTIONS),
                        "shared_buffers", "128MB",
                        "max_wal_size", "1GB",
                        "timezone", "UTC",
                        // The server's own log begins anew with each start and holds what ends it.
                        "log_min_messages", "fatal",
                        "password_encryption", "scram-sha-256")
                .forEach(builder::setServerConfig);
        try {
            return builder.start();
        } catch (IOException | RuntimeException e) {
            // A server that came up but did not let us in would hold the port and the directory.
            Orphan.stop(data, PATIENCE);
            throw e;
        }
    }

    private static String password(Path file) throws IOException {
        if (Files.exists(file)) {
            return Files.readString(file).strip();
        }
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, password);
        return password;
    }

    private static boolean isSecured(Path data) throws IOException {
        Path file = data.resolve("pg_hba.conf");
        return Files.exists(file) && Files.readAllLines(file, StandardCharsets.UTF_8).equals(HBA);
    }

    /**
     * Replaces the trust that a new cluster is made with by the password; done again if a first
     * start was cut short.
     */
    private void secure(Path data) throws SQLException, IOException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            // The password is hexadecimal, so it needs no quoting beyond this.
            statement.execute("alter role " + USER + " password '" + password + "'");
            Files.write(data.resolve("pg_hba.conf"), HBA, StandardCharsets.UTF_8);
            statement.execute("select pg_reload_conf()");
        }
    }

    private void requireOwnDirectory(Path data) throws SQLException, IOException {
        String actual = show("data_directory");
        if (!Path.of(actual).toRealPath().equals(data.toRealPath())) {
            throw new IllegalStateException("the server on port " + port + " belongs to " + actual);
        }
    }

    private void requireDurable() throws SQLException {
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            String value = show(setting);
            if (!value.equals("on")) {
                throw new IllegalStateException(setting + " is " + value + " where it must be on");
            }
        }
    }

    /** The value of a server setting, as {@code show} tells it. */
    String show(String setting) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("show " + setting)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** A new connection; the caller closes it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), USER, password);
    }

    /** A server that a kill -9 of its parent left behind. */
    private static final class Orphan {
        private Orphan() {}

        static void stop(Path data, Duration patience) throws IOException {
            Path pidFile = data.resolve("postmaster.pid");
            if (!Files.exists(pidFile)) {
                return;
            }
            Optional<ProcessHandle> living = livingPostmaster(pidFile, data);
            if (living.isPresent()) {
                ProcessHandle postmaster = living.get();
                // SIGTERM is a smart shutdown that waits for clients; the parent's are gone, so end
                // it at once and let
                // the next start recover from the write-ahead log, as after the kill -9 itself.
                new ProcessBuilder("kill", "-QUIT", Long.toString(postmaster.pid())).start();
                try {
                    postmaster.onExit().get(patience.toSeconds(), TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException(
                            "interrupted while an older server was being stopped", e);
                } catch (java.util.concurrent.ExecutionException
                        | java.util.concurrent.TimeoutException e) {
                    throw new IllegalStateException(
                            "an older server (process "
                                    + postmaster.pid()
                                    + ") of this directory did not stop",
                            e);
                }
            }
            Files.deleteIfExists(pidFile);
        }

        private static Optional<ProcessHandle> livingPostmaster(Path pidFile, Path data)
                throws IOException {
            List<String> lines = Files.readAllLines(pidFile);
            if (lines.size() < 2 || !Path.of(lines.get(1)).equals(data)) {
                return Optional.empty();
            }
            return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
                    .filter(
                            process ->
                                    process.isAlive()
                                            && process.info()
                                                    .command()
                                                    .map(c -> c.endsWith("postgres"))
                                                    .orElse(false));
        }
    }
}
