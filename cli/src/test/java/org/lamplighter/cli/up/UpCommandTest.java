// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.cli.Run;

import java.nio.file.Files;
import java.nio.file.Path;

final class UpCommandTest {
    @TempDir private Path directory;

    @Test
    void checksTheConfigurationAndStartsNothing() throws Exception {
        Path file = Files.writeString(directory.resolve("city.yaml"), "jobs: { parallelism: 1 }");
        Path data = directory.resolve("data");

        Run run =
                Run.of(
                        "up",
                        "--check-config",
                        "--config",
                        file.toString(),
                        "--data",
                        data.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("jobs.parallelism                     1  (" + file + ":1)\n")
                .contains("data                                 " + data + "  (--data)\n");
        assertThat(data).doesNotExist();
    }

    @Test
    void tellsTheFaultsOfTheConfigurationAndStartsNothing() throws Exception {
        Path file = Files.writeString(directory.resolve("city.yaml"), "job: {}\n");
        String fault =
                file
                        + ":1:1: \"job\" is no key of the configuration, which has data,"
                        + " port-offset, gateway, jobs, desk [UNKNOWN_KEY]\n"
                        + "    1 | job: {}\n"
                        + "      | ^^^\n"
                        + "  did you mean \"jobs\"?\n\n"
                        + "lamplighter: the configuration has faults; nothing was started\n";

        assertThat(Run.of("up", "--check-config", "--config", file.toString()))
                .isEqualTo(new Run(1, "", fault));
        assertThat(Run.of("up", "--config", file.toString())).isEqualTo(new Run(2, "", fault));
    }

    @Test
    void saysThatANamedConfigurationIsNotThere() {
        Path file = directory.resolve("absent.yaml");

        assertThat(Run.of("up", "--check-config", "--config", file.toString()))
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                "lamplighter: the configuration cannot be read from "
                                        + file
                                        + " (NoSuchFileException); name a file of UTF-8 text with"
                                        + " --config FILE\n"));
    }

    @Test
    void refusesAnOffsetBeyondThePorts() {
        assertThat(Run.of("up", "--check-config", "--port-offset", "60000"))
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                "lamplighter: the port offset must be 0 to 50000, not 60000;"
                                        + " choose such a number\n"));
    }
}
