// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.up;

import org.lamplighter.cli.rest.RestClient;
import org.lamplighter.cli.up.Ports;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A running {@code up} in a process of its own, on a data directory that outlives it.
 *
 * <p>Not thread-safe.
 */
public final class UpProcess implements AutoCloseable {
    private static final int STOP_SECONDS = 40;

    private final Process process;
    private final Path data;
    private final Ports ports;
    private final String readyLine;

    private UpProcess(Process process, Path data, Ports ports, String readyLine) {
        this.process = process;
        this.data = data;
        this.ports = ports;
        this.readyLine = readyLine;
    }

    /**
     * Starts it and returns once it says that it is ready.
     *
     * @param lib the folder with the command line's libraries
     * @param jvmOptions what its JVM is told besides what the launcher tells it
     * @throws IOException if it ends instead; the message has what it said
     */
    public static UpProcess start(Path lib, Path data, Ports ports, String... jvmOptions)
            throws IOException {
        Process process =
                launch(
                        lib,
                        List.of(jvmOptions),
                        List.of(
                                "up",
                                "--data",
                                data.toString(),
                                "--port-offset",
                                Integer.toString(ports.offset())));
        StringBuilder said = new StringBuilder();
        BufferedReader out = process.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.append(line).append('\n');
            if (line.startsWith("ready in ")) {
                return new UpProcess(process, data, ports, line);
            }
        }
        throw new IOException("up ended before it was ready, having said:\n" + said);
    }

    /** {@code ready in 7.5 s} */
    public String readyLine() {
        return readyLine;
    }

    public long pid() {
        return process.pid();
    }

    /** A client of its REST interface with the admin token; the caller closes it. */
    public RestClient rest() throws IOException {
        return new RestClient(
                URI.create("http://127.0.0.1:" + ports.desk()),
                Files.readString(data.resolve("admin.token")).strip());
    }

    /** A connection to its database; the caller closes it. */
    public Connection database() throws IOException, SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/postgres",
                "postgres",
                Files.readString(data.resolve("postgres").resolve("password")).strip());
    }

    /**
     * Audits it with the command line, waiting for what is on its way.
     *
     * @return the lines that were said; the last one is the verdict
     */
    public List<String> audit(Path lib) throws IOException, InterruptedException {
        Process audit =
                launch(
                        lib,
                        List.of(),
                        List.of(
                                "audit",
                                "--data",
                                data.toString(),
                                "--port-offset",
                                Integer.toString(ports.offset()),
                                "--wait",
                                "60"));
        List<String> lines = audit.inputReader().lines().toList();
        audit.waitFor();
        return lines;
    }

    /** Ends it as {@code kill -9} does; its database process is left an orphan. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to stop, and kills it if it does not. */
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            kill();
        }
    }

    /**
     * What has a Java machine use what the build's rehearsal of a start has left: it starts in half
     * the time. One that is too old for it, or runs other libraries, goes on without.
     */
    public static List<String> rehearsed(Path lib) {
        return List.of(
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:AOTCache=" + lib.resolveSibling("start.aot"),
                "-Xlog:aot*=off",
                "-Xlog:cds*=off");
    }

    /** The launcher's settings; errors come with the output. */
    private static Process launch(Path lib, List<String> jvmOptions, List<String> arguments)
            throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-Xmx1g",
                                "-XX:MaxDirectMemorySize=256m",
                                "-XX:+UseParallelGC",
                                "-Dlamplighter.postgres.binaries=" + lib.resolveSibling("postgres"),
                                "--enable-native-access=ALL-UNNAMED",
                                "--add-opens=java.base/java.util=ALL-UNNAMED",
                                "--add-opens=java.base/java.lang=ALL-UNNAMED"));
        command.addAll(rehearsed(lib));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", lib + "/*", "org.lamplighter.cli.Lamplighter"));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
