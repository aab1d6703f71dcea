// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.latency;

import org.lamplighter.bench.up.ProcessFigures;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Measures how long {@code lamplighter up}, once built, takes until it says that it is ready: on an
 * empty data directory, after a kill -9 and after a clean stop. It kills only what it started.
 */
@Command(
        name = "readiness",
        mixinStandardHelpOptions = true,
        description = "Measures the start of lamplighter up.")
public final class Readiness implements Callable<Integer> {
    private static final String READY = "ready in ";
    private static final Duration STOP = Duration.ofSeconds(60);

    @Option(names = "--launcher", defaultValue = "./lamplighter", description = "the script")
    private Path launcher = Path.of("lamplighter");

    @Option(names = "--data", required = true, description = "a directory that does not exist yet")
    private Path data = Path.of("data");

    @Option(names = "--port-offset", defaultValue = "0")
    private int offset;

    @Option(names = "--kills", defaultValue = "3", description = "how often it is killed")
    private int kills;

    /** A start that became ready. */
    private record Started(Process process, Duration took) {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Readiness()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        System.out.println("| start | ready after s | VmHWM MiB | PostgreSQL PSS MiB |");
        System.out.println("|---|---|---|---|");
        Started up = start("empty data directory");
        for (int i = 0; i < kills; i++) {
            up.process().destroyForcibly().waitFor();
            up = start("after kill -9");
        }
        stop(up.process());
        stop(start("after a clean stop").process());
        return 0;
    }

    private Started start(String words) throws IOException, InterruptedException {
        long from = System.nanoTime();
        Process process =
                new ProcessBuilder(
                                List.of(
                                        launcher.toAbsolutePath().toString(),
                                        "up",
                                        "--data",
                                        data.toString(),
                                        "--port-offset",
                                        Integer.toString(offset)))
                        .redirectErrorStream(true)
                        .start();
        Started started = new Started(process, awaitReady(process, from));
        ProcessFigures figures = new ProcessFigures(process.pid(), data);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %,d | %,d |%n",
                words,
                started.took().toMillis() / 1e3,
                figures.peakMebibytes(),
                figures.databaseMebibytes());
        return started;
    }

    private static Duration awaitReady(Process process, long from)
            throws IOException, InterruptedException {
        StringBuilder said = new StringBuilder();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(READY)) {
                Duration took = Duration.ofNanos(System.nanoTime() - from);
                Thread.ofVirtual().start(() -> output.lines().forEach(rest -> {}));
                return took;
            }
            said.append(line).append('\n');
        }
        throw new IOException("it ended with " + process.waitFor() + " and said:\n" + said);
    }

    private static void stop(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
