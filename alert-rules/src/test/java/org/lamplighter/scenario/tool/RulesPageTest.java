// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.scenario.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.profile.tool.ToolResult;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every example in YAML of {@code docs/rules.md} is what the page says it is. */
final class RulesPageTest {
    private static final Path PAGE = Path.of("../docs/rules.md");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\\n(.*?)```");

    @TempDir private Path directory;

    @Test
    void packsAreSoundAndScenariosPassBesideThePackAboveThem() throws IOException {
        List<String> examples = examples();
        assertThat(examples).hasSize(5);
        Path first = Files.writeString(directory.resolve("first.rules.yaml"), examples.get(0));
        Path second = Files.writeString(directory.resolve("second.rules.yaml"), examples.get(1));
        Path third = Files.writeString(directory.resolve("third.rules.yaml"), examples.get(2));
        Path fourth = Files.writeString(directory.resolve("fourth.rules.yaml"), examples.get(3));
        Path stories =
                Files.writeString(directory.resolve("first.rules-test.yaml"), examples.get(4));

        assertThat(RuleCommands.check(List.of(directory)))
                .isEqualTo(
                        new ToolResult(
                                0,
                                ("ok    %s: 1 rule\n"
                                                + "ok    %s: 2 rules, 1 policy\n"
                                                + "ok    %s: 1 rule\n"
                                                + "ok    %s: 1 rule, 1 policy\n")
                                        .formatted(first, fourth, second, third)));
        assertThat(RuleCommands.test(List.of(first)))
                .isEqualTo(
                        new ToolResult(
                                0,
                                """
                                ok    %1$s:2 a tilt that lasts, and a reading that comes late and shows it was over earlier
                                ok    %1$s:18 a passing lorry
                                2 passed, 0 failed
                                """
                                        .formatted(stories)));
    }

    private static List<String> examples() throws IOException {
        List<String> examples = new ArrayList<>();
        Matcher example = EXAMPLE.matcher(Files.readString(PAGE));
        while (example.find()) {
            examples.add(example.group(1));
        }
        return examples;
    }
}
