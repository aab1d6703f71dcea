// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A gateway as a process of its own, so that it can be killed. */
final class GatewayProcess implements AutoCloseable {
    private static final String READY = "gateway ";

    private final Process process;
    private final int port;

    private GatewayProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one and waits until it is ready; port 0 means any. */
    static GatewayProcess start(String bootstrap, int mqttPort) throws IOException {
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Xmx256m",
                                        "-XX:TieredStopAtLevel=1",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        Target.class.getName(),
                                        "gateway",
                                        bootstrap,
                                        "2",
                                        Integer.toString(mqttPort)))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(READY)) {
                Thread.ofVirtual().start(() -> output.lines().forEach(rest -> {}));
                return new GatewayProcess(
                        process, Integer.parseInt(line.substring(READY.length())));
            }
        }
        throw new IOException("the gateway's process ended before it was ready");
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** As {@code kill -9} does; returns when it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
