// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** What the README tells people to type exists; the commands themselves run in {@code UpIT}. */
final class ReadmeTest {
    private static final Path REPOSITORY = Path.of("").toAbsolutePath().resolveSibling("");
    private static final Pattern COMMAND = Pattern.compile("\\./lamplighter +([^`#\\n]*)");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```");

    @Test
    void everyCommandThatItNamesExistsWithItsOptions() throws Exception {
        List<String> named =
                COMMAND.matcher(readme()).results().map(found -> found.group(1).strip()).toList();

        assertThat(named).contains("up --demo", "up", "audit");
        for (String line : named) {
            CommandLine commands = Lamplighter.commandLine(System.out, System.err);
            // Parsed, not run; what is wrong with it would be thrown.
            CommandLine.ParseResult parsed = commands.parseArgs(line.split(" +"));
            assertThat(parsed.hasSubcommand()).as(line).isTrue();
        }
    }

    @Test
    void itsTestCommandIsWhatTheContinuousIntegrationCalls() throws Exception {
        List<String> builds = shellLines().stream().filter(line -> line.startsWith("mvn")).toList();
        String ci = Files.readString(REPOSITORY.resolve(".ci/run"));

        assertThat(builds).containsExactly("mvn verify");
        assertThat(ci.lines().filter(line -> line.startsWith("mvn")))
                .containsExactly("mvn -B -ntp verify");
    }

    @Test
    void itsShellBlocksAreShell() throws Exception {
        for (String block : shellBlocks()) {
            Process shell =
                    new ProcessBuilder("bash", "-n", "-c", block).redirectErrorStream(true).start();
            String said = new String(shell.getInputStream().readAllBytes(), UTF_8);

            assertThat(shell.waitFor()).as("%s%n%s", block, said).isZero();
        }
    }

    @Test
    void theLauncherIsThereAndShell() throws Exception {
        Path launcher = REPOSITORY.resolve("lamplighter");

        assertThat(launcher).isExecutable();
        assertThat(new ProcessBuilder("bash", "-n", launcher.toString()).start().waitFor())
                .isZero();
    }

    private static List<String> shellLines() throws IOException {
        return shellBlocks().stream().flatMap(block -> Arrays.stream(block.split("\n"))).toList();
    }

    private static List<String> shellBlocks() throws IOException {
        return BLOCK.matcher(readme()).results().map(found -> found.group(1)).toList();
    }

    private static String readme() throws IOException {
        return Files.readString(REPOSITORY.resolve("README.md"));
    }
}
