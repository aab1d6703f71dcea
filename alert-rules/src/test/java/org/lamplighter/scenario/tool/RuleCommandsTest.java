// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.scenario.tool;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.profile.tool.ToolResult;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

final class RuleCommandsTest {
    private static final String RULES =
            """
            - id: tilted
              title: { en: Tilted, zh: 倾斜 }
              applies-to: { kind: manhole-cover }
              severity: major
              raise: tilt > 10
              case: { kind: cover-unsafe, deadline: 2h }
            """;

    @TempDir private Path directory = Path.of("");

    private Path pack = directory;
    private Path tests = directory;

    @BeforeEach
    void writeAPack() throws IOException {
        pack = Files.writeString(directory.resolve("a.rules.yaml"), RULES);
        tests = directory.resolve("a.rules-test.yaml");
    }

    @Test
    void aSoundPackPassesItsCheck() {
        assertThat(RuleCommands.check(List.of(directory)))
                .isEqualTo(new ToolResult(0, "ok    " + pack + ": 1 rule\n"));
    }

    @Test
    void aFaultyPackFailsItsCheckWithEveryIssue() throws IOException {
        Files.writeString(pack, RULES.replace("tilt > 10", "tlt > 10"));

        assertThat(RuleCommands.check(List.of(pack)))
                .isEqualTo(
                        new ToolResult(
                                1,
                                pack
                                        + """
                                        :5:10: "tlt" is no point that this rule's device kinds have, no number among its parameters and no function [BAD_CONDITION]
                                            5 |   raise: tlt > 10
                                              |          ^^^
                                          did you mean "tilt"?

                                        FAIL  %s: 1 issue
                                        """
                                                .formatted(pack)));
    }

    @Test
    void scenariosPassAndFailWithWhatDiffers() throws IOException {
        Files.writeString(
                tests,
                """
                scenarios:
                  - title: a tilt
                    device: { kind: manhole-cover }
                    readings: [{ at: 1m, tilt: 20 }]
                    expect: [1m tilted raised major]
                  - title: no tilt
                    device: { kind: manhole-cover }
                    readings: [{ at: 1m, tilt: 10 }]
                    expect: [1m tilted raised major]
                """);

        assertThat(RuleCommands.test(List.of(directory)))
                .isEqualTo(
                        new ToolResult(
                                1,
                                """
                                ok    %s:2 a tilt
                                FAIL  %s:6 no tilt
                                        expected  1m tilted raised major
                                        but was   nothing
                                1 passed, 1 failed
                                """
                                        .formatted(tests, tests)));
    }

    @Test
    void aRuleThatNoScenarioRaisesIsNoted() throws IOException {
        Files.writeString(
                tests,
                """
                scenarios:
                  - title: no tilt
                    device: { kind: manhole-cover }
                    every: 1m
                    series: { tilt: 10 x3 }
                    expect: []
                """);

        assertThat(RuleCommands.test(List.of(pack)))
                .isEqualTo(
                        new ToolResult(
                                0,
                                "ok    "
                                        + tests
                                        + ":2 no tilt\n"
                                        + "note  no scenario raises tilted\n"
                                        + "1 passed, 0 failed\n"));
    }

    @Test
    void anExpectationOfAnUnknownRuleIsAFault() throws IOException {
        Files.writeString(
                tests,
                """
                scenarios:
                  - title: a tilt
                    device: { kind: manhole-cover }
                    readings: [{ at: 1m, tilt: 20 }]
                    expect: [1m tiltd raised major]
                """);

        assertThat(RuleCommands.test(List.of(tests)).text())
                .isEqualTo(
                        tests
                                + """
                                :5:17: the pack has no rule "tiltd" [UNKNOWN_RULE]
                                    5 |     expect: [1m tiltd raised major]
                                      |                 ^^^^^
                                  did you mean "tilted"?

                                FAIL  %s: 1 issue
                                0 passed, 1 failed
                                """
                                        .formatted(tests));
    }

    @Test
    void whatIsNotExpectedIsShownWithItsReason() throws IOException {
        Files.writeString(
                tests,
                """
                scenarios:
                  - title: a tilt
                    device: { kind: manhole-cover }
                    readings: [{ at: 1m, tilt: 20 }, { at: 2m, tilt: 3 }]
                    expect:
                      - 1m tilted raised major: '"tilt > 11" holds'
                      - 2m tilted cleared
                    cases: [1m cover-unsafe opened major]
                """);

        assertThat(RuleCommands.test(List.of(directory)))
                .isEqualTo(
                        new ToolResult(
                                1,
                                """
                                FAIL  %s:2 a tilt
                                        expected  1m tilted raised major, with a reason of: "tilt > 11" holds
                                        but was   1m tilted raised major: Raised because "tilt > 10" holds: tilt = 20° at 2026-01-01T00:01:00Z.
                                        but was   case 2m cover-unsafe recovered major: tilted: Cleared because "!(tilt > 10)" holds: tilt = 3° at 2026-01-01T00:02:00Z. All alarms are clear.
                                0 passed, 1 failed
                                """
                                        .formatted(tests)));
    }

    @Test
    void anOrderThatDiffersIsShown() throws IOException {
        Files.writeString(
                pack,
                RULES + RULES.replace("tilted", "a-battery").replace("tilt > 10", "battery < 10"));
        Files.writeString(
                tests,
                """
                scenarios:
                  - title: both
                    device: { kind: manhole-cover }
                    readings: [{ at: 1m, tilt: 20, battery: 3 }]
                    expect: [1m tilted raised major, 1m a-battery raised major]
                """);

        assertThat(RuleCommands.test(List.of(directory)).text())
                .isEqualTo(
                        """
                        FAIL  %s:2 both
                                expected the order  1m tilted raised major, 1m a-battery raised major
                                but the order was   1m a-battery raised major, 1m tilted raised major
                        0 passed, 1 failed
                        """
                                .formatted(tests));
    }

    @Test
    void aPackWithoutScenariosIsNoted() {
        assertThat(RuleCommands.test(List.of(pack)))
                .isEqualTo(
                        new ToolResult(
                                0,
                                "note  "
                                        + pack
                                        + " has no scenarios; write them in "
                                        + tests
                                        + "\n0 passed, 0 failed\n"));
    }

    @Test
    void wrongUsageIsSaidInOneSentence() {
        Path none = directory.resolve("none.rules.yaml");
        assertThat(RuleCommands.check(List.of(none)))
                .isEqualTo(new ToolResult(2, none + " cannot be read: there is no such file\n"));
        assertThat(RuleCommands.test(List.of()))
                .isEqualTo(new ToolResult(2, "name a *.rules.yaml file, or a directory of them\n"));
    }

    @Test
    void aFileThatIsNoTextIsRefused() throws IOException {
        Files.write(pack, new byte[] {(byte) 0xC3, 0x28});
        assertThat(RuleCommands.check(List.of(pack)))
                .isEqualTo(
                        new ToolResult(
                                2,
                                pack
                                        + " cannot be read: it is not UTF-8 text; save it as"
                                        + " UTF-8\n"));
    }

    @Test
    void aFileOfOneMebibyteIsReadAndALargerOneIsNot() throws IOException {
        Files.write(pack, "x".repeat((int) RuleFiles.MAX_SIZE).getBytes(UTF_8));
        assertThat(RuleCommands.check(List.of(pack)).text())
                .contains("a source has at most 262144 characters, not 1048576 [TOO_LARGE]");

        Files.write(pack, "x".repeat((int) RuleFiles.MAX_SIZE + 1).getBytes(UTF_8));
        assertThat(RuleCommands.check(List.of(pack)))
                .isEqualTo(
                        new ToolResult(2, pack + " is larger than 1048576 bytes; it is no pack\n"));
    }

    @Test
    void aDirectoryIsSearchedEightLevelsDeep() throws IOException {
        Path eighth = directory;
        for (int level = 2; level <= RuleFiles.MAX_DEPTH; level++) {
            eighth = eighth.resolve("d" + level);
        }
        Files.createDirectories(eighth.resolve("d9"));
        Path reached = Files.move(pack, eighth.resolve("a.rules.yaml"));
        Files.writeString(eighth.resolve("d9").resolve("b.rules.yaml"), RULES);

        assertThat(RuleCommands.check(List.of(directory)).text())
                .isEqualTo("ok    " + reached + ": 1 rule\n");

        Files.delete(reached);
        assertThat(RuleCommands.check(List.of(directory)))
                .isEqualTo(
                        new ToolResult(
                                2,
                                directory + " holds no pack; their files end with .rules.yaml\n"));
    }
}
