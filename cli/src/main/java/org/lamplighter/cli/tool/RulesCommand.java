// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.tool;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.List;

/** {@code lamplighter rules}: checks packs of rules. Offline. */
@Command(
        name = "rules",
        description = "Checks packs of rules, without a server.",
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
        RuleFiles.Outcome outcome = RuleFiles.check(files);
        return Saying.say(spec, outcome.exitCode(), outcome.text());
    }
}
