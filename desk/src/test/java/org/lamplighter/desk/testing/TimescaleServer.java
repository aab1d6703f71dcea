// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real TimescaleDB in WebAssembly, run by Node in a process of its own: fresh, in memory, and for
 * one connection at a time. Its npm package is installed under {@code target} when first needed.
 */
public final class TimescaleServer implements AutoCloseable {
    private static final Path SOURCE = Path.of("..", "desk", "src", "test", "timescale");
    private static final List<String> FILES =
            List.of(".npmrc", "package.json", "package-lock.json", "server.mjs");
    private static final String NEEDS =
            "the tests on TimescaleDB need Node.js 20 or newer with npm, but ";
    private static final String INSTALL =
            "; install it (Debian: apt-get install nodejs npm) and run the build again";
    private static final int OLDEST_NODE = 20;

    private final Process process;
    private final int port;

    private TimescaleServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    public static TimescaleServer start() throws IOException, InterruptedException {
        return start(Path.of("..", "desk", "target", "timescale"), "node", "npm");
    }

    static TimescaleServer start(Path home, String node, String npm)
            throws IOException, InterruptedException {
        Files.createDirectories(home);
        demandNode(home, node);
        install(home, npm);
        Process process = launch(home, node, "server.mjs");
        BufferedReader output = reader(process);
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("listening ")) {
                return new TimescaleServer(
                        process, Integer.parseInt(line.substring("listening ".length())));
            }
            said.append(line).append('\n');
        }
        throw new IllegalStateException("TimescaleDB did not start in Node. It said:\n" + said);
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?sslmode=disable";
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private static void demandNode(Path home, String node)
            throws IOException, InterruptedException {
        Process process = launch(home, node, "--version");
        String version = reader(process).lines().findFirst().orElse("nothing");
        if (process.waitFor() != 0 || majorOf(version) < OLDEST_NODE) {
            throw new IllegalStateException(
                    NEEDS + "\"" + node + " --version\" says " + version + INSTALL);
        }
    }

    private static int majorOf(String version) {
        Matcher matcher = Pattern.compile("v(\\d{1,4})\\..*").matcher(version);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private static void install(Path home, String npm) throws IOException, InterruptedException {
        boolean isInstalled = Files.exists(home.resolve("node_modules/.package-lock.json"));
        for (String file : FILES) {
            Path copy = home.resolve(file);
            isInstalled &= Files.exists(copy) && Files.mismatch(SOURCE.resolve(file), copy) == -1;
            Files.copy(SOURCE.resolve(file), copy, StandardCopyOption.REPLACE_EXISTING);
        }
        if (isInstalled) {
            return;
        }
        Process process = launch(home, npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        process.getOutputStream().close();
        String output = reader(process).lines().reduce("", (all, line) -> all + line + "\n");
        if (process.waitFor() != 0) {
            throw new IllegalStateException(
                    "the tests on TimescaleDB need an npm package, but \"npm ci\" in "
                            + home
                            + " failed; check the network or npm's registry setting. It said:\n"
                            + output);
        }
    }

    private static Process launch(Path home, String... command) throws IOException {
        try {
            return new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(
                    NEEDS + "\"" + command[0] + "\" cannot be started" + INSTALL, e);
        }
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }
}
