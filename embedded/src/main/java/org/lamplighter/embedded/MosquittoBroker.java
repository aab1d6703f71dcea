// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Debian's {@code mosquitto} as a child of this process, on loopback, for named users only: an MQTT
 * broker as a city has one already. What it acknowledged is on its disk within a second.
 *
 * <p>Thread-safe. One instance per directory.
 */
public final class MosquittoBroker implements AutoCloseable {
    /** How long a start, a stop, and the stop of an orphan may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** How many messages it keeps for a client that is away; it drops further ones. */
    static final int MAX_QUEUED_MESSAGES = 10_000;

    /** What there is to say where it is missing. */
    public static final String NOT_INSTALLED =
            "mosquitto is not installed; on Debian, apt-get install mosquitto";

    private static final String PROGRAM = "mosquitto";
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Process process;
    private final int port;

    private MosquittoBroker(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** The installed program; it may be where Debian puts it and not everybody's path leads. */
    public static Optional<Path> find() {
        String path = System.getenv().getOrDefault("PATH", "");
        return find(
                Stream.concat(
                                Arrays.stream(path.split(":", -1))
                                        .filter(folder -> !folder.isEmpty()),
                                Stream.of("/usr/sbin", "/usr/local/sbin"))
                        .map(Path::of)
                        .toList());
    }

    /**
     * The installed program.
     *
     * @throws EmbeddedServerException if there is none, saying {@link #NOT_INSTALLED}
     */
    public static Path require() {
        return find().orElseThrow(() -> new EmbeddedServerException(NOT_INSTALLED));
    }

    /** The first of these folders' programs. */
    static Optional<Path> find(List<Path> folders) {
        return folders.stream()
                .map(folder -> folder.resolve(PROGRAM))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts it and returns once it takes connections. A living broker of this very directory, an
     * orphan of a kill -9, is stopped first.
     *
     * @param program what {@link #find} found
     * @param directory where it keeps configuration, messages and log
     * @param port its port on loopback, or 0 for a free one
     * @throws EmbeddedServerException if the directory cannot be used or it does not start
     */
    public static MosquittoBroker start(
            Path program, Path directory, int port, List<MosquittoUser> users) {
        Path home = directory.toAbsolutePath().normalize();
        int serverPort = FreePorts.orNext(port);
        stopOrphan(home);
        // what listens there already would be taken for the broker
        FreePorts.requireFree(PROGRAM, serverPort);
        try {
            configure(home, serverPort, users);
            Process process =
                    new ProcessBuilder(program.toString(), "-c", configuration(home).toString())
                            .redirectErrorStream(true)
                            .redirectOutput(log(home).toFile())
                            .start();
            MosquittoBroker broker = new MosquittoBroker(process, serverPort);
            if (!broker.awaitConnections()) {
                broker.close();
                throw new IllegalStateException(
                        process.isAlive()
                                ? "it takes no connections"
                                : "it ended at once, having said: "
                                        + Files.readString(log(home)).strip());
            }
            return broker;
        } catch (IOException | IllegalStateException e) {
            throw new EmbeddedServerException(
                    PROGRAM
                            + " did not start on "
                            + home
                            + ": "
                            + e.getMessage()
                            + "; if the directory is damaged, move it away and start again",
                    e);
        }
    }

    /**
     * Ends the living broker of this directory that a kill -9 of its parent left behind, if there
     * is one, and waits for it; {@link #start} does so too.
     *
     * @throws EmbeddedServerException if it does not end
     */
    public static void stopOrphan(Path directory) {
        Path home = directory.toAbsolutePath().normalize();
        if (!Files.exists(configuration(home))) {
            return;
        }
        String configuration = configuration(home).toString();
        ProcessHandle.allProcesses()
                .filter(process -> serves(process.info(), configuration))
                .forEach(
                        orphan -> {
                            // it writes down what it keeps, which takes a moment
                            orphan.destroy();
                            awaitEnd(orphan, home);
                        });
    }

    private static boolean serves(ProcessHandle.Info process, String configuration) {
        return process.command().filter(command -> command.endsWith("/" + PROGRAM)).isPresent()
                && process.arguments()
                        .filter(all -> List.of(all).contains(configuration))
                        .isPresent();
    }

    private static void awaitEnd(ProcessHandle orphan, Path home) {
        try {
            orphan.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stillThere(orphan, home, e);
        } catch (ExecutionException | CompletionException | TimeoutException e) {
            throw stillThere(orphan, home, e);
        }
    }

    private static EmbeddedServerException stillThere(
            ProcessHandle orphan, Path home, Exception cause) {
        return new EmbeddedServerException(
                "the "
                        + PROGRAM
                        + " (process "
                        + orphan.pid()
                        + ") that an earlier run left on "
                        + home
                        + " did not stop; end it by hand and start again",
                cause);
    }

    public int port() {
        return port;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Asks it to stop, which lets it write down what it keeps, and waits for it. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitConnections() {
        long begun = System.nanoTime();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        while (process.isAlive() && System.nanoTime() - begun < PATIENCE.toNanos()) {
            try (Socket socket = new Socket()) {
                socket.connect(address, 1_000);
                return process.isAlive();
            } catch (IOException notYet) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
        return false;
    }

    private static Path configuration(Path home) {
        return home.resolve("mosquitto.conf");
    }

    private static Path log(Path home) {
        return home.resolve("mosquitto.log");
    }

    private static void configure(Path home, int port, List<MosquittoUser> users)
            throws IOException {
        Files.createDirectories(home);
        Path passwords = home.resolve("passwords");
        Files.deleteIfExists(passwords);
        Files.createFile(
                passwords,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(passwords, users.stream().map(MosquittoUser::passwordLine).toList());
        Path rights = home.resolve("rights");
        Files.write(rights, users.stream().flatMap(user -> user.rights().stream()).toList());
        Files.write(
                configuration(home),
                List.of(
                        "# Written by Lamplighter at each start.",
                        "listener " + port + " 127.0.0.1",
                        "allow_anonymous false",
                        "password_file " + passwords,
                        "acl_file " + rights,
                        "persistence true",
                        "persistence_location " + home + "/",
                        "autosave_interval 1",
                        "max_queued_messages " + MAX_QUEUED_MESSAGES,
                        // started as root it would become a user who cannot read this folder
                        "user " + System.getProperty("user.name"),
                        "log_dest stdout",
                        // what it says of each connection would grow without bound
                        "log_type error"));
    }
}
