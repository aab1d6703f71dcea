// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.scenario.tool;

import org.lamplighter.profile.tool.ToolResult;
import org.lamplighter.rule.ParsedPack;
import org.lamplighter.rule.Rule;
import org.lamplighter.rule.RuleParser;
import org.lamplighter.scenario.ParsedScenarios;
import org.lamplighter.scenario.RuleTester;
import org.lamplighter.scenario.Scenario;
import org.lamplighter.scenario.ScenarioParser;
import org.lamplighter.yaml.Issue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The commands {@code rules check} and {@code rules test}, on files. */
public final class RuleCommands {
    private RuleCommands() {}

    /** Checks packs, given as files or as directories of them: every issue with its place. */
    public static ToolResult check(List<Path> filesOrDirectories) {
        return run(filesOrDirectories, false);
    }

    /**
     * Runs the scenarios beside packs, given as files or as directories of them. The text ends
     * {@code N passed, N failed}; a file that cannot be read as one counts as one failure. A rule
     * that no scenario raises is noted.
     */
    public static ToolResult test(List<Path> filesOrDirectories) {
        return run(filesOrDirectories, true);
    }

    private static ToolResult run(List<Path> filesOrDirectories, boolean test) {
        Tally tally = new Tally();
        try {
            for (Path file : RuleFiles.find(filesOrDirectories)) {
                pack(file, test, tally);
            }
        } catch (RuleFiles.Unreadable e) {
            return new ToolResult(2, e.sentence() + "\n");
        }
        if (test) {
            tally.text
                    .append(tally.passed)
                    .append(" passed, ")
                    .append(tally.failed)
                    .append(" failed\n");
        }
        return new ToolResult(tally.failed == 0 ? 0 : 1, tally.text.toString());
    }

    private static final class Tally {
        private final StringBuilder text = new StringBuilder();
        private int passed;
        private int failed;

        void good(String line) {
            passed++;
            text.append("ok    ").append(line).append('\n');
        }

        void bad(String line) {
            failed++;
            text.append("FAIL  ").append(line).append('\n');
        }
    }

    private static void pack(Path file, boolean test, Tally tally) throws RuleFiles.Unreadable {
        String rules = RuleFiles.read(file);
        switch (RuleParser.parse(file.toString(), rules)) {
            case ParsedPack.Faulty(List<Issue> issues) -> {
                issues.forEach(issue -> tally.text.append(issue).append("\n\n"));
                tally.bad(file + ": " + count(issues.size(), "issue"));
            }
            case ParsedPack.Valid valid -> {
                if (test) {
                    scenarios(file, rules, valid, tally);
                } else {
                    tally.good(file + ": " + what(valid));
                }
            }
        }
    }

    private static String what(ParsedPack.Valid pack) {
        String rules = count(pack.rules().size(), "rule");
        int policies = pack.policies().size();
        return policies == 0
                ? rules
                : rules + ", " + policies + (policies == 1 ? " policy" : " policies");
    }

    private static void scenarios(Path packFile, String rules, ParsedPack.Valid valid, Tally tally)
            throws RuleFiles.Unreadable {
        Path file = RuleFiles.testsOf(packFile);
        if (!Files.isRegularFile(file)) {
            tally.text
                    .append("note  ")
                    .append(packFile)
                    .append(" has no scenarios; write them in ")
                    .append(file)
                    .append('\n');
            return;
        }
        switch (ScenarioParser.parse(file.toString(), RuleFiles.read(file), valid)) {
            case ParsedScenarios.Faulty(List<Issue> issues) -> {
                issues.forEach(issue -> tally.text.append(issue).append("\n\n"));
                tally.bad(file + ": " + count(issues.size(), "issue"));
            }
            case ParsedScenarios.Valid(List<Scenario> scenarios) -> {
                for (Scenario scenario : scenarios) {
                    outcome(file, RuleTester.run("pack", rules, scenario), tally);
                }
                for (Rule rule : valid.rules()) {
                    if (scenarios.stream().noneMatch(scenario -> raises(scenario, rule))) {
                        tally.text
                                .append("note  no scenario raises ")
                                .append(rule.id())
                                .append('\n');
                    }
                }
            }
        }
    }

    private static boolean raises(Scenario scenario, Rule rule) {
        return scenario.alarms().stream()
                .anyMatch(expected -> expected.line().contains(" " + rule.id() + " raised "));
    }

    private static void outcome(Path file, RuleTester.Outcome outcome, Tally tally) {
        String name = file + ":" + outcome.scenario().line() + " " + outcome.scenario().title();
        List<String> differences = outcome.differences();
        if (differences.isEmpty()) {
            tally.good(name);
            return;
        }
        tally.bad(name);
        differences.forEach(line -> tally.text.append("        ").append(line).append('\n'));
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
