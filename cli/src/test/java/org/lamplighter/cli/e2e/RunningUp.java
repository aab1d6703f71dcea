// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.e2e;

import org.lamplighter.cli.rest.RestClient;
import org.lamplighter.cli.up.Ports;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An {@code up} in a process of its own, from the libraries that the launcher uses. */
final class RunningUp implements AutoCloseable {
    private static final Path LIB = Path.of("target", "lib");

    /** What the build's rehearsal of a start has left; only a Java of version 25 or newer knows. */
    private static final Path REHEARSED = Path.of("target", "start.aot");

    private final Process process;
    private final Ports ports;
    private final Path data;
    private final String readyLine;

    private RunningUp(Process process, Ports ports, Path data, String readyLine) {
        this.process = process;
        this.ports = ports;
        this.data = data;
        this.readyLine = readyLine;
    }

    /** Starts it and returns once it says that it is ready. */
    static RunningUp start(Path data, Ports ports, String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "up",
                                "--data",
                                data.toString(),
                                "--port-offset",
                                Integer.toString(ports.offset())));
        arguments.addAll(List.of(more));
        Process process = launch(arguments);
        StringBuilder said = new StringBuilder();
        BufferedReader out = process.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.append(line).append('\n');
            if (line.startsWith("ready in ")) {
                return new RunningUp(process, ports, data, line);
            }
        }
        throw new IllegalStateException("up ended before it was ready, having said:\n" + said);
    }

    /**
     * Starts the command line with the launcher's settings, but for the second compiler, which pays
     * off only after minutes; its errors come with its output.
     */
    static Process launch(List<String> arguments) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-Xmx1g",
                                "-XX:MaxDirectMemorySize=256m",
                                "-XX:+UseParallelGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "--add-opens=java.base/java.util=ALL-UNNAMED",
                                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                                "-XX:+IgnoreUnrecognizedVMOptions",
                                "-XX:AOTCache=" + REHEARSED,
                                "-Xlog:aot*=off",
                                "-Xlog:cds*=off",
                                "-Dlamplighter.postgres.binaries="
                                        + System.getProperty("lamplighter.postgres.binaries"),
                                "-cp",
                                LIB + "/*",
                                "org.lamplighter.cli.Lamplighter"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // saved often, so that a kill falls behind a checkpoint
        builder.environment().put("LAMPLIGHTER_JOBS_CHECKPOINT_INTERVAL", "2s");
        return builder.start();
    }

    String readyLine() {
        return readyLine;
    }

    Ports ports() {
        return ports;
    }

    RestClient rest() throws IOException {
        return new RestClient(
                URI.create("http://127.0.0.1:" + ports.desk()),
                Files.readString(data.resolve("admin.token")).strip());
    }

    /** Runs a command against it; the lines it said, and last its exit code. */
    List<String> say(String... command) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(
                List.of(
                        "--data",
                        data.toString(),
                        "--port-offset",
                        Integer.toString(ports.offset())));
        Process process = launch(arguments);
        List<String> lines = new ArrayList<>(process.inputReader().lines().toList());
        lines.add("exit " + process.waitFor());
        return lines;
    }

    /** Audits it, waiting for what is on its way, and returns the last line that was said. */
    String audit() throws IOException, InterruptedException {
        Process audit =
                launch(
                        List.of(
                                "audit",
                                "--data",
                                data.toString(),
                                "--port-offset",
                                Integer.toString(ports.offset()),
                                "--wait",
                                "30"));
        List<String> lines = audit.inputReader().lines().toList();
        audit.waitFor();
        System.out.println(String.join("\n", lines));
        return lines.getLast();
    }

    /** Ends it as a power button would. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to stop, and kills it if it does not. */
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(40, TimeUnit.SECONDS)) {
            kill();
            throw new IllegalStateException("up did not stop within 40 s of being asked to");
        }
    }
}
