// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli;

import org.lamplighter.cli.audit.AuditCommand;
import org.lamplighter.cli.part.DeskCommand;
import org.lamplighter.cli.part.GatewayCommand;
import org.lamplighter.cli.part.JobsCommand;
import org.lamplighter.cli.receive.ReceiveCommand;
import org.lamplighter.cli.rest.RestException;
import org.lamplighter.cli.running.DevicesCommand;
import org.lamplighter.cli.running.ReplayCommand;
import org.lamplighter.cli.running.SimulateCommand;
import org.lamplighter.cli.tool.ProfileCommand;
import org.lamplighter.cli.tool.RulesCommand;
import org.lamplighter.cli.up.RehearseCommand;
import org.lamplighter.cli.up.StartupException;
import org.lamplighter.cli.up.UpCommand;
import org.lamplighter.embedded.EmbeddedServerException;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.io.PrintStream;
import java.io.PrintWriter;

/**
 * The command line {@code lamplighter}. Exit codes: 0 good, 1 found faults, 2 wrong usage or cannot
 * start.
 */
@Command(
        name = "lamplighter",
        description =
                "Watches a city's manhole covers, streetlights and parking bays, and turns trouble"
                        + " into cases.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            GatewayCommand.class,
            JobsCommand.class,
            DeskCommand.class,
            DevicesCommand.class,
            SimulateCommand.class,
            ReceiveCommand.class,
            ProfileCommand.class,
            RulesCommand.class,
            AuditCommand.class,
            ReplayCommand.class,
            RehearseCommand.class,
            Version.class
        })
public final class Lamplighter {
    private Lamplighter() {}

    public static void main(String[] arguments) {
        System.exit(run(System.out, System.err, arguments));
    }

    /** Runs one command and returns its exit code. */
    static int run(PrintStream out, PrintStream err, String... arguments) {
        return commandLine(out, err).execute(arguments);
    }

    /** All commands, ready to be run or looked at. */
    static CommandLine commandLine(PrintStream out, PrintStream err) {
        return new CommandLine(new Lamplighter())
                .setOut(new PrintWriter(out, true, out.charset()))
                .setErr(new PrintWriter(err, true, err.charset()))
                .setExecutionExceptionHandler(
                        (exception, commandLine, result) -> {
                            if (exception instanceof StartupException
                                    || exception instanceof EmbeddedServerException
                                    || exception instanceof RestException) {
                                // Foreseen: one sentence is worth more than a trace.
                                err.println("lamplighter: " + exception.getMessage());
                                return 2;
                            }
                            throw exception;
                        });
    }
}
