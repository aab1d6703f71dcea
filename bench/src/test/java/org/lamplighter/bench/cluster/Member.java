// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.cluster;

import org.lamplighter.bench.up.UpProcess;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A Java process of the cluster, which can be killed and started again. Not thread-safe. */
final class Member implements AutoCloseable {
    private static final int STOP_SECONDS = 20;

    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private Process process;

    private Member(
            String name,
            List<String> command,
            Map<String, String> environment,
            Path log,
            Process process) {
        this.name = name;
        this.command = command;
        this.environment = environment;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts it.
     *
     * @param classPath its libraries
     * @param options of Java
     * @param arguments the main class and what follows it
     * @param environment on top of this process's
     * @param folder where its output goes
     */
    static Member start(
            String name,
            String classPath,
            List<String> options,
            List<String> arguments,
            Map<String, String> environment,
            Path folder)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        // it lives for minutes on two processors: what makes a start slow is not worth it
        command.addAll(
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-XX:MaxDirectMemorySize=192m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-opens=java.base/java.util=ALL-UNNAMED",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "-Dlamplighter.logs=" + folder.resolve(name + ".logs")));
        command.addAll(UpProcess.rehearsed(ClusterSetup.INSTALLATION.resolve("lib")));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath));
        command.addAll(arguments);
        Path log = folder.resolve(name + ".out");
        return new Member(name, command, environment, log, launch(command, environment, log));
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it printed, over all its lives. */
    String output() throws IOException {
        return Files.readString(log);
    }

    /** As {@code kill -9} does; returns when it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As its supervisor would. */
    void startAgain() throws IOException {
        process = launch(command, environment, log);
    }

    /** Asks it to stop, and kills it if it does not. */
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            kill();
        }
    }

    private static Process launch(List<String> command, Map<String, String> environment, Path log)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }
}
