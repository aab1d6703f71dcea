// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.running;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.cli.Run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

final class DevicesCommandTest {
    private static final String CSV = "id,profile,name,lon,lat,tags\nC-1,lid,Well 1,118.2,33.9,\n";

    @TempDir private Path directory;
    private Path csv = Path.of("");
    private Path credentials = Path.of("");

    @BeforeEach
    void writeFiles() throws Exception {
        Files.writeString(directory.resolve("admin.token"), "secret-token\n");
        csv = Files.writeString(directory.resolve("fleet.csv"), CSV);
        credentials = directory.resolve("fleet.csv.credentials");
    }

    @Test
    void postsTheFileAndKeepsTheTokensForTheOwnerOnly() throws Exception {
        try (AnsweringDesk desk =
                AnsweringDesk.answering(
                        201,
                        "{\"created\":1,\"kept\":0,\"devices\":[{\"id\":\"C-1\",\"token\":\"t\",\"psk\":\"0a\"}]}")) {
            assertThat(importFile(desk.offset()))
                    .isEqualTo(
                            new Run(
                                    0,
                                    "1 devices registered, 0 kept; tokens and keys are in "
                                            + credentials
                                            + "\n",
                                    ""));
            assertThat(desk.requests())
                    .containsExactly("POST /api/v1/devices/import Bearer secret-token " + CSV);
        }
        assertThat(credentials).hasContent("id,token,psk\nC-1,t,0a\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(credentials)))
                .isEqualTo("rw-------");
    }

    @Test
    void printsEachFaultWithItsLineAndExitsWithOne() throws Exception {
        try (AnsweringDesk desk =
                AnsweringDesk.answering(
                        422,
                        "{\"title\":\"No device was registered\",\"faults\":[{\"where\":\"line 2,"
                                + " column lat\",\"rule\":\"a latitude is -90 to 90, not"
                                + " 933.9\",\"hint\":\"mend it\"}],\"more\":7}")) {
            assertThat(importFile(desk.offset()))
                    .isEqualTo(
                            new Run(
                                    1,
                                    csv
                                            + ": line 2, column lat: a latitude is -90 to 90, not"
                                            + " 933.9; mend it\n"
                                            + csv
                                            + ": and 7 more faults\n"
                                            + csv
                                            + ": No device was registered (the desk answered"
                                            + " 422)\n",
                                    ""));
        }
        assertThat(credentials).doesNotExist();
    }

    @Test
    void overwritesNoCredentials() throws Exception {
        Files.writeString(credentials, "the only copy");
        try (AnsweringDesk desk = AnsweringDesk.answering(201, "{}")) {
            assertThat(importFile(desk.offset()))
                    .isEqualTo(
                            new Run(
                                    2,
                                    "",
                                    "lamplighter: "
                                            + credentials
                                            + " is there already and may hold the only copy of"
                                            + " tokens; move it away, or name another file with"
                                            + " --credentials OUT.csv\n"));
            assertThat(desk.requests()).isEmpty();
        }
    }

    @Test
    void saysWhereItLookedForTheToken() throws Exception {
        Path token = directory.resolve("admin.token");
        Files.delete(token);

        assertThat(importFile("30000"))
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                "lamplighter: the admin token cannot be read from "
                                        + token
                                        + "; name the data directory of the running Lamplighter"
                                        + " with --data DIR\n"));
    }

    @Test
    void sendsAFileOf32MebibytesAndNoLargerOne() throws Exception {
        Files.writeString(csv, CSV + "\n".repeat((32 << 20) - CSV.length()));
        try (AnsweringDesk desk = AnsweringDesk.answering(201, "{\"created\":1}")) {
            assertThat(importFile(desk.offset()).exitCode()).isZero();
            assertThat(desk.requests()).hasSize(1);
            Files.delete(credentials);

            Files.writeString(csv, Files.readString(csv) + "\n");
            assertThat(importFile(desk.offset()))
                    .isEqualTo(
                            new Run(
                                    2,
                                    "",
                                    "lamplighter: "
                                            + csv
                                            + " is larger than 33554432 bytes, which is all that"
                                            + " the desk takes at once; split it\n"));
            assertThat(desk.requests()).hasSize(1);
        }
        assertThat(credentials).doesNotExist();
    }

    @Test
    void readsAnAnswerOf64MebibytesAndNoLargerOne() throws Exception {
        String answer = "{\"created\":1}";
        String longest = answer + " ".repeat((64 << 20) - answer.length());
        try (AnsweringDesk desk = AnsweringDesk.answering(201, longest)) {
            assertThat(importFile(desk.offset()).exitCode()).isZero();
        }
        Files.delete(credentials);
        try (AnsweringDesk desk = AnsweringDesk.answering(201, longest + " ")) {
            Run run = importFile(desk.offset());

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err())
                    .startsWith("lamplighter: the desk at http://127.0.0.1:")
                    .endsWith(
                            " answered POST /api/v1/devices/import with more than 67108864 bytes;"
                                    + " is it the desk that listens there?\n");
        }
    }

    private Run importFile(String offset) {
        return Run.of(
                "devices",
                "import",
                csv.toString(),
                "--data",
                directory.toString(),
                "--port-offset",
                offset);
    }
}
