// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.tool;

import picocli.CommandLine.Model.CommandSpec;

import java.io.PrintWriter;

/** Prints what a tool says: results to standard output, wrong usage to standard error. */
final class Saying {
    private Saying() {}

    static int say(CommandSpec spec, int exitCode, String text) {
        PrintWriter writer =
                exitCode == 2 ? spec.commandLine().getErr() : spec.commandLine().getOut();
        writer.print(exitCode == 2 ? "lamplighter: " + text : text);
        if (!text.endsWith("\n")) {
            writer.println();
        }
        writer.flush();
        return exitCode;
    }
}
