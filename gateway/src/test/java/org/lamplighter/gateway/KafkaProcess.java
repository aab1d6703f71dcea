// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway;

import org.lamplighter.embedded.EmbeddedKafka;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The embedded broker as a process of its own, so that it can be stopped in mid-word. */
final class KafkaProcess implements AutoCloseable {
    private static final String READY = "listening on ";

    private final Process process;
    private final String bootstrap;

    private KafkaProcess(Process process, String bootstrap) {
        this.process = process;
        this.bootstrap = bootstrap;
    }

    /** The child's part: serves until its input ends. */
    public static void main(String[] args) throws IOException {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(args[0]), 0)) {
            System.out.println(READY + kafka.bootstrapServers());
            while (System.in.read() >= 0) {
                // nothing is ever written there
            }
        }
    }

    static KafkaProcess start(Path directory) throws IOException {
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Xmx512m",
                                        "-XX:TieredStopAtLevel=1",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        KafkaProcess.class.getName(),
                                        directory.toString()))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(READY)) {
                Thread.ofVirtual().start(() -> output.lines().forEach(rest -> {}));
                return new KafkaProcess(process, line.substring(READY.length()));
            }
        }
        throw new IOException("the broker's process ended with " + process.exitValue());
    }

    String bootstrap() {
        return bootstrap;
    }

    /** Returns once every thread of it stands still, which takes a while on a busy machine. */
    void stop() throws IOException, InterruptedException {
        signal("-STOP");
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!isStopped()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("the broker's process does not stop");
            }
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    private boolean isStopped() throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path thread : threads.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
                    return false;
                }
            }
        } catch (NoSuchFileException ended) {
            return false;
        }
        return true;
    }

    void goOn() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        int status =
                new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                        .inheritIO()
                        .start()
                        .waitFor();
        if (status != 0) {
            throw new IOException("kill " + signal + " ended with " + status);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
