// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.tool;

import org.jspecify.annotations.Nullable;
import org.lamplighter.backtest.Backtest;
import org.lamplighter.backtest.BacktestArguments;
import org.lamplighter.backtest.BacktestArguments.Until;
import org.lamplighter.backtest.BacktestResult;
import org.lamplighter.profile.tool.ToolResult;
import org.lamplighter.rule.ParameterOverride;
import org.lamplighter.scenario.tool.RuleCommands;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@code lamplighter rules}: checks, tests and rehearses packs of rules. Offline. */
@Command(
        name = "rules",
        description = "Checks, tests and rehearses packs of rules, without a server.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class RulesCommand {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the call
    private CommandSpec spec;

    @Command(
            name = "check",
            description = "Tells everything that is wrong with packs of rules.",
            mixinStandardHelpOptions = true)
    int check(
            @Parameters(
                            arity = "1..*",
                            paramLabel = "FILE|DIR",
                            description = "packs, or directories of *.rules.yaml")
                    List<Path> files) {
        return say(RuleCommands.check(files));
    }

    @Command(
            name = "test",
            description = "Runs the scenarios beside packs of rules.",
            mixinStandardHelpOptions = true)
    int test(
            @Parameters(
                            arity = "1..*",
                            paramLabel = "FILE|DIR",
                            description =
                                    "packs or their *.rules-test.yaml, or directories of them")
                    List<Path> files) {
        return say(RuleCommands.test(files));
    }

    @Command(
            name = "backtest",
            description = "Tells what rules would have made of recorded frames.",
            mixinStandardHelpOptions = true)
    int backtest(
            @Option(
                            names = "--devices",
                            required = true,
                            paramLabel = "FILE.csv",
                            description = "the registry")
                    Path devices,
            @Option(
                            names = "--frames",
                            required = true,
                            paramLabel = "FILE.jsonl",
                            description = "what was received, a line each")
                    Path frames,
            @Option(
                            names = "--rules",
                            required = true,
                            paramLabel = "DIR",
                            description = "the packs, *.rules.yaml")
                    Path rules,
            @Option(
                            names = "--out",
                            required = true,
                            paramLabel = "FILE.jsonl",
                            description = "where to write each event as a line of JSON")
                    Path out,
            @Option(
                            names = "--profiles",
                            paramLabel = "DIR",
                            description = "further profiles; they go before shipped ones")
                    @Nullable List<Path> profiles,
            @Option(
                            names = "--until",
                            paramLabel = "TIME",
                            description =
                                    "where to stop, such as 2026-01-31T08:00:00Z (default: at the"
                                            + " last frame)")
                    @Nullable Instant until,
            @Option(
                            names = "--set",
                            paramLabel = "[SCOPE/]RULE.PARAMETER=VALUE",
                            description =
                                    "tries another value, and tells what it changes; such as"
                                            + " cover-displaced.limit=20 or"
                                            + " tag:hill/cover-displaced.limit=20")
                    @Nullable List<String> settings) {
        List<ParameterOverride> overrides = new ArrayList<>();
        for (String setting : settings == null ? List.<String>of() : settings) {
            try {
                overrides.add(ParameterOverride.parse(setting));
            } catch (IllegalArgumentException e) {
                return Saying.say(spec, 2, "--set: " + e.getMessage());
            }
        }
        BacktestResult result =
                Backtest.run(
                        new BacktestArguments(
                                devices,
                                frames,
                                rules,
                                out,
                                profiles == null ? List.of() : profiles,
                                overrides,
                                until == null ? new Until.LastFrame() : new Until.Time(until)));
        return Saying.say(spec, result.exitCode(), result.text());
    }

    private int say(ToolResult result) {
        return Saying.say(spec, result.exitCode(), result.text());
    }
}
