// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.tool;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.cli.Run;
import org.lamplighter.rule.ShippedPacks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

final class RulesCommandTest {
    @TempDir private Path directory;

    @Test
    void checksEachPackOfADirectory() throws Exception {
        for (ShippedPacks.Shipped shipped : ShippedPacks.all()) {
            Files.writeString(directory.resolve(shipped.name() + ".rules.yaml"), shipped.yaml());
        }

        Run run = Run.of("rules", "check", directory.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines())
                .hasSize(ShippedPacks.all().size())
                .allMatch(line -> line.startsWith("ok    " + directory))
                .allMatch(line -> line.matches(".*: \\d+ rules(, (1 policy|\\d+ policies))?"));
    }

    @Test
    void tellsEveryFaultOfAPackAndExitsWithOne() throws Exception {
        Path pack = Files.writeString(directory.resolve("x.rules.yaml"), "rule: []\nrules: 7\n");

        assertThat(Run.of("rules", "check", pack.toString()))
                .isEqualTo(
                        new Run(
                                1,
                                """
                                PACK:1:1: "rule" is no key of a pack, which has points, rules [UNKNOWN_KEY]
                                    1 | rule: []
                                      | ^^^^
                                  did you mean "rules"?

                                PACK:2:8: rules is a list, not a single value [WRONG_SHAPE]
                                    2 | rules: 7
                                      |        ^
                                  write the items within [ ], or below each other with a dash

                                FAIL  PACK: 2 issues
                                """
                                        .replace("PACK", pack.toString()),
                                ""));
    }

    @Test
    void saysThatADirectoryHoldsNoPack() {
        assertThat(Run.of("rules", "check", directory.toString()))
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                "lamplighter: "
                                        + directory
                                        + " holds no pack; their files end with .rules.yaml\n"));
    }

    @Test
    void runsTheScenariosOfEachShippedPack() throws Exception {
        int scenarios = 0;
        for (ShippedPacks.Shipped shipped : ShippedPacks.all()) {
            Files.writeString(directory.resolve(shipped.name() + ".rules.yaml"), shipped.yaml());
            Files.writeString(
                    directory.resolve(shipped.name() + ".rules-test.yaml"), shipped.tests());
            scenarios += shipped.tests().split("- title: ", -1).length - 1;
        }

        Run run = Run.of("rules", "test", directory.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).hasSize(scenarios + 1);
        assertThat(run.out()).endsWith("\n" + scenarios + " passed, 0 failed\n");
    }

    @Test
    void showsWhatAScenarioExpectedAndWhatWasAnnounced() throws Exception {
        Path pack =
                Files.writeString(
                        directory.resolve("a.rules.yaml"),
                        """
                        - id: tilted
                          title: { en: Tilted, zh: 倾斜 }
                          applies-to: { kind: manhole-cover }
                          severity: major
                          raise: tilt > 10
                          case: { kind: cover-unsafe, deadline: 2h }
                        """);
        Path tests =
                Files.writeString(
                        directory.resolve("a.rules-test.yaml"),
                        """
                        scenarios:
                          - title: a tilt
                            device: { kind: manhole-cover }
                            readings: [{ at: 1m, tilt: 20 }]
                            expect: [1m tilted raised critical]
                        """);

        assertThat(Run.of("rules", "test", pack.toString()))
                .isEqualTo(
                        new Run(
                                1,
                                """
                                FAIL  %s:2 a tilt
                                        expected  1m tilted raised critical
                                        but was   1m tilted raised major: Raised because "tilt > 10" holds: tilt = 20° at 2026-01-01T00:01:00Z.
                                0 passed, 1 failed
                                """
                                        .formatted(tests),
                                ""));
    }

    @Test
    void rehearsesPacksOnRecordedFrames() throws Exception {
        Path out = directory.resolve("out.jsonl");

        Run run = backtest("--out", out.toString());

        assertThat(run)
                .isEqualTo(
                        new Run(
                                0,
                                """
                                2 frames: 2 fresh, 0 duplicate, 0 quarantined; 0 late readings.
                                1 alarm-raised, 1 case-opened.
                                Written to %s, until 2026-03-01T08:01:00Z.
                                """
                                        .formatted(out),
                                ""));
        assertThat(Files.readAllLines(out))
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"event\":\"alarm-raised\"", "\"C-1\""),
                        line -> assertThat(line).contains("\"event\":\"case-opened\"", "methane"));
    }

    @Test
    void triesOtherParametersAndTellsWhatTheyChange() throws Exception {
        Path out = directory.resolve("out.jsonl");

        assertThat(
                        backtest(
                                "--out",
                                out.toString(),
                                "--until",
                                "2026-03-01T09:00:00Z",
                                "--set",
                                "device:C-1/methane-high.limit=30",
                                "--set",
                                "methane-high.critical=60"))
                .isEqualTo(
                        new Run(
                                0,
                                """
                                2 frames: 2 fresh, 0 duplicate, 0 quarantined; 0 late readings.
                                no events.
                                Written to %s, until 2026-03-01T09:00:00Z.
                                Without the parameters set: 1 alarm, 1 case; with them: 0 alarms, 0 cases.
                                  2026-03-01T08:01:00Z alarm methane-high of C-1: gone
                                  case methane of device:C-1: gone
                                """
                                        .formatted(out),
                                ""));
    }

    @Test
    void saysWhatIsWrongWithAParameterThatIsSet() throws Exception {
        Path out = directory.resolve("out.jsonl");
        assertThat(backtest("--out", out.toString(), "--set", "town:T/methane-high.limit=30"))
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                "lamplighter: --set: override scope \"town:T\" is none of all,"
                                        + " profile:<profile>, tag:<tag>, area:<area>,"
                                        + " device:<device>\n"));
        assertThat(backtest("--out", out.toString(), "--set", "methane-high.limit=300"))
                .isEqualTo(
                        new Run(
                                1,
                                directory
                                        + "/cover.rules.yaml: methane-high.limit is 5 to 50, not"
                                        + " 300; choose a value within\n",
                                ""));
        assertThat(out).doesNotExist();
    }

    @Test
    void aFileThatIsNotThereIsWrongUsage() {
        assertThat(
                        Run.of(
                                "rules",
                                "backtest",
                                "--devices",
                                directory.resolve("devices.csv").toString(),
                                "--frames",
                                directory.resolve("frames.jsonl").toString(),
                                "--rules",
                                directory.toString(),
                                "--out",
                                directory.resolve("out.jsonl").toString()))
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                "lamplighter: "
                                        + directory.resolve("devices.csv")
                                        + " cannot be read: it is not there\n"));
    }

    private Run backtest(String... more) throws Exception {
        Path devices =
                Files.writeString(
                        directory.resolve("devices.csv"),
                        "id,profile,name\nC-1,generic-manhole-cover,Mill Lane 3\n");
        Path frames =
                Files.writeString(
                        directory.resolve("frames.jsonl"),
                        frame("2026-03-01T08:00:00Z", "{\"seq\":1,\"ch4\":25}")
                                + frame("2026-03-01T08:01:00Z", "{\"seq\":2,\"ch4\":26}"));
        Files.writeString(
                directory.resolve("cover.rules.yaml"), ShippedPacks.require("cover").yaml());
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "rules",
                                "backtest",
                                "--devices",
                                devices.toString(),
                                "--frames",
                                frames.toString(),
                                "--rules",
                                directory.toString()));
        arguments.addAll(List.of(more));
        return Run.of(arguments.toArray(String[]::new));
    }

    private static String frame(String receivedAt, String payload) {
        return "{\"device\":\"C-1\",\"receivedAt\":\""
                + receivedAt
                + "\",\"channel\":\"v1/frames\",\"payload\":\""
                + Base64.getEncoder().encodeToString(payload.getBytes(UTF_8))
                + "\"}\n";
    }
}
