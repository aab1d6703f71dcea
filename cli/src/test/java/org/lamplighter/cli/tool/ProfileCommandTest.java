// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.cli.Run;

import java.nio.file.Files;
import java.nio.file.Path;

final class ProfileCommandTest {
    private static final String PROFILE =
            """
            profile: lid
            kind: manhole-cover
            vendor: generic
            model: lid
            report: { every: 24h }
            points:
              tilt: { unit: deg }
            layout:
              json: { sequence: seq, time: time }
            examples:
              - title: a tilt
                received: 2026-01-01T08:00:01Z
                text: '{"tilt": 21.5}'
                time: 2026-01-01T08:00:01Z
                points: { tilt: 21.5 }
            """;

    @TempDir private Path directory;
    private Path good = Path.of("");
    private Path bad = Path.of("");

    @BeforeEach
    void writeProfiles() throws Exception {
        good = Files.writeString(directory.resolve("lid.profile.yaml"), PROFILE);
        bad =
                Files.writeString(
                        directory.resolve("typo.yaml"), PROFILE.replace("report:", "reports:"));
    }

    @Test
    void checksAGoodProfile() {
        assertThat(Run.of("profile", "check", good.toString()))
                .isEqualTo(new Run(0, "ok    " + good + "\n", ""));
    }

    @Test
    void tellsWhereAFaultyProfileIsFaultyAndExitsWithOne() {
        Run run = Run.of("profile", "check", bad.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .startsWith(bad + ":5:1: \"reports\" is no key of ")
                .contains("did you mean \"report\"?")
                .endsWith("FAIL  " + bad + ": 1 issue\n");
    }

    @Test
    void testsTheExamplesOfADirectory() {
        assertThat(Run.of("profile", "test", directory.toString()))
                .isEqualTo(new Run(0, "ok    " + good + ":11 a tilt\n1 passed, 0 failed\n", ""));
    }

    @Test
    void decodesATextToALineOfJson() {
        Run run =
                Run.of(
                        "profile",
                        "decode",
                        good.toString(),
                        "{\"tilt\":3}",
                        "--text",
                        "--received-at",
                        "2026-01-01T08:00:01Z");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .startsWith("{\"profile\":\"lid\"")
                .contains("2026-01-01T08:00:01Z")
                .contains("tilt")
                .endsWith("}\n");
    }

    @Test
    void refusesAPayloadThatIsNotHexadecimalAsWrongUsage() {
        assertThat(Run.of("profile", "decode", good.toString(), "xyz"))
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                "lamplighter: the payload is not hexadecimal: it needs two digits"
                                        + " of 0-9 and a-f for each byte; give a text with"
                                        + " --text\n"));
    }

    @Test
    void saysWhichFileIsMissing() {
        Path absent = directory.resolve("absent.yaml");

        assertThat(Run.of("profile", "check", absent.toString()))
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                "lamplighter: "
                                        + absent
                                        + " cannot be read: there is no such file\n"));
    }
}
