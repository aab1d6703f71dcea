// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.cli.up.Ports;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Does by hand what the README says, with its very commands, in a shell, with a stranger's client.
 */
final class WalkThroughIT {
    private static final Path REPOSITORY = Path.of("").toAbsolutePath().resolveSibling("");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```");
    private static final Pattern PORT = Pattern.compile("\\b(1883|8080|8081|9000)\\b");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir Path checkout;

    private Ports ports;

    /** A release's layout: the launcher beside its libraries, which this build has just made. */
    @BeforeEach
    void layOut() throws IOException {
        ports = Ports.anyFree();
        Files.copy(
                REPOSITORY.resolve("lamplighter"),
                checkout.resolve("lamplighter"),
                StandardCopyOption.COPY_ATTRIBUTES);
        Files.createSymbolicLink(
                checkout.resolve("lib"), Path.of("target", "lib").toAbsolutePath());
        // The build has rehearsed a start, so the launcher need not.
        Files.createSymbolicLink(
                checkout.resolve("start-" + Runtime.version().feature() + ".aot"),
                Path.of("target", "start.aot").toAbsolutePath());
    }

    @Test
    void theReadmesFrameBecomesAVerifiedCaseAtItsReceiver() throws Exception {
        List<String> starts = Arrays.asList(blockWith("./lamplighter up  ").split("\n"));
        String rest = blockWith("mosquitto_pub");
        requireInstalled("mosquitto_pub", "the package mosquitto-clients");

        try (Shell up = shell(starts.get(0))) {
            up.awaitLine(line -> line.startsWith("ready in "));
            try (Shell receiver = shell(starts.get(1))) {
                receiver.awaitLine(line -> line.startsWith("lamplighter: receiving at "));
                try (Shell operator = shell(rest)) {
                    System.out.println(operator.everything());
                }

                String line = receiver.awaitLine(said -> said.startsWith("{"));
                JsonNode event = MAPPER.readTree(line);
                assertThat(event.path("type").asText()).isEqualTo("org.lamplighter.case.opened");
                assertThat(event.path("data").path("scope").asText()).isEqualTo("device:C-1");
                assertThat(event.path("data").path("kind").asText()).isEqualTo("methane");
            }
        }
    }

    /** A command as the README has it, with this test's ports, in the checkout. */
    private Shell shell(String commands) throws IOException {
        String moved =
                PORT.matcher(commands)
                        .replaceAll(
                                found ->
                                        Integer.toString(
                                                Integer.parseInt(found.group()) + ports.offset()))
                        .replace(
                                "./lamplighter up",
                                "exec ./lamplighter up --port-offset " + ports.offset())
                        .replace("./lamplighter receive", "exec ./lamplighter receive");
        ProcessBuilder builder =
                new ProcessBuilder("bash", "-ec", moved)
                        .directory(checkout.toFile())
                        .redirectErrorStream(true);
        // they live for seconds: what makes a start slow is not worth it
        builder.environment().put("LAMPLIGHTER_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
        return new Shell(builder.start());
    }

    /** Commands that run; closing asks them to stop as Ctrl-C would, and kills them if not. */
    private record Shell(Process process) implements AutoCloseable {
        String awaitLine(Predicate<String> wanted) throws IOException {
            List<String> said = new ArrayList<>();
            BufferedReader out = process.inputReader();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                said.add(line);
                if (wanted.test(line)) {
                    return line;
                }
            }
            throw new AssertionError("it ended, having said:\n" + String.join("\n", said));
        }

        String everything() {
            return String.join("\n", process.inputReader().lines().toList());
        }

        @Override
        public void close() throws InterruptedException {
            process.destroy();
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private static void requireInstalled(String program, String where) throws Exception {
        int found = new ProcessBuilder("bash", "-c", "command -v " + program).start().waitFor();
        assertThat(found)
                .as("%s is missing; install %s, as the README's Requirements say", program, where)
                .isZero();
    }

    private static String blockWith(String words) throws IOException {
        return BLOCK.matcher(Files.readString(REPOSITORY.resolve("README.md")))
                .results()
                .map(MatchResult::group)
                .map(block -> block.substring(6, block.length() - 3))
                .filter(block -> block.contains(words))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the README has no block with " + words));
    }
}
