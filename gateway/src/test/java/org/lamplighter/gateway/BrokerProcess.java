// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway;

import com.hivemq.embedded.EmbeddedHiveMQ;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real MQTT 5 broker, HiveMQ CE, as a process of its own, so that it can be killed. */
final class BrokerProcess implements AutoCloseable {
    private static final String READY = "broker is up";

    private final Process process;

    private BrokerProcess(Process process) {
        this.process = process;
    }

    /** The child's part: serves until its input ends. */
    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        try (EmbeddedHiveMQ broker =
                EmbeddedHiveMQ.builder()
                        .withConfigurationFolder(directory.resolve("conf"))
                        .withDataFolder(directory.resolve("data"))
                        .withExtensionsFolder(directory.resolve("extensions"))
                        .build()) {
            broker.start().get();
            System.out.println(READY);
            while (System.in.read() >= 0) {
                // nothing is ever written there
            }
        }
    }

    /**
     * Starts one that keeps what it acknowledges in {@code directory}, and waits until it is up.
     */
    static BrokerProcess start(Path directory, int port) throws IOException {
        for (String folder : List.of("conf", "data", "extensions")) {
            Files.createDirectories(directory.resolve(folder));
        }
        Files.writeString(
                directory.resolve("conf/config.xml"),
                """
                <?xml version="1.0"?>
                <hivemq>
                  <listeners>
                    <tcp-listener><port>%d</port><bind-address>127.0.0.1</bind-address></tcp-listener>
                  </listeners>
                  <persistence><mode>file</mode></persistence>
                  <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
                </hivemq>
                """
                        .formatted(port));
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Xmx384m",
                                        "-XX:TieredStopAtLevel=1",
                                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                                        "--add-opens=java.base/java.nio=ALL-UNNAMED",
                                        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        BrokerProcess.class.getName(),
                                        directory.toString()))
                        .redirectError(directory.resolve("err").toFile())
                        .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            if (line.startsWith(READY)) {
                Thread.ofVirtual().start(() -> output.lines().forEach(rest -> {}));
                return new BrokerProcess(process);
            }
        }
        throw new IOException(
                "the broker's process ended: " + said + Files.readString(directory.resolve("err")));
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
