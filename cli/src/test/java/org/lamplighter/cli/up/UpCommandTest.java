// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.cli.Run;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
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
                        + " port-offset, log-to, kafka, database, gateway, jobs, desk, archive"
                        + " [UNKNOWN_KEY]\n"
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
    void readsAConfigurationOfOneMebibyteAndNoLargerOne() throws Exception {
        Path file = directory.resolve("large.yaml");
        Files.writeString(file, "#".repeat(1_048_576));
        assertThat(Run.of("up", "--check-config", "--config", file.toString()).err())
                .startsWith(
                        file
                                + ":1:1: a source has at most 262144 characters, not 1048576"
                                + " [TOO_LARGE]\n");

        Files.writeString(file, "#".repeat(1_048_577));
        assertThat(Run.of("up", "--check-config", "--config", file.toString()))
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                "lamplighter: "
                                        + file
                                        + " is larger than 1048576 bytes; it is no configuration,"
                                        + " name another with --config FILE\n"));
    }

    @Test
    void readsATextOf4096CharactersAndNoLongerOne() throws Exception {
        Path file = Files.writeString(directory.resolve("long.yaml"), data(4_096));
        assertThat(Run.of("up", "--check-config", "--config", file.toString()).exitCode()).isZero();

        Files.writeString(file, data(4_097));
        assertThat(Run.of("up", "--check-config", "--config", file.toString()).err())
                .contains("data has 1 to 4096 characters, not 4097 [OUT_OF_RANGE]");
    }

    private static String data(int length) {
        return "data: " + "d".repeat(length) + "\n";
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

    @Test
    void saysThatAPortIsInUseAndStartsNothing() throws Exception {
        Ports ports = new Ports(34_000);
        Path data = directory.resolve("data");
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.desk()));

            assertThat(up(data))
                    .isEqualTo(
                            new Run(
                                    2,
                                    "",
                                    "lamplighter: port 42080 (web page and REST) is in use by"
                                            + " another program; stop that program, or move all of"
                                            + " Lamplighter's ports with --port-offset N\n"));
        }
        assertThat(data.resolve("kafka")).doesNotExist();
    }

    @Test
    void saysThatTheDataDirectoryCannotBeWritten() throws Exception {
        Path data = Files.writeString(directory.resolve("file"), "in the way").resolve("data");

        assertThat(up(data))
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                "lamplighter: the data directory "
                                        + data
                                        + " cannot be written (FileSystemException); make it"
                                        + " writable, or choose another with --data DIR\n"));
    }

    @Test
    void saysThatTheDataDirectoryIsCorrupt() throws Exception {
        Path data = directory.resolve("data");
        DataDirectory.open(data).close();
        Files.writeString(data.resolve("format"), "\0\0");

        assertThat(up(data).err())
                .isEqualTo(
                        "lamplighter: the data directory "
                                + data
                                + " is corrupt: its file format says \"\0\0\" where this version"
                                + " reads \"1\"; restore the directory from a copy, or start with a"
                                + " new one by --data DIR\n");
    }

    private static Run up(Path data) {
        return Run.of("up", "--data", data.toString(), "--port-offset", "34000");
    }
}
