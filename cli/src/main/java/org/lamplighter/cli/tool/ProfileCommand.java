// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.tool;

import org.jspecify.annotations.Nullable;
import org.lamplighter.profile.tool.ProfileCommands;
import org.lamplighter.profile.tool.ToolResult;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** {@code lamplighter profile}: checks, tests, tries and times profiles. Offline. */
@Command(
        name = "profile",
        description = "Checks, tests, tries and times device profiles, without a server.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class ProfileCommand {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the call
    private CommandSpec spec;

    @Command(
            name = "list",
            description = "Names the profiles that come with the program, or prints one of them.",
            mixinStandardHelpOptions = true)
    int list(
            @Parameters(arity = "0..1", paramLabel = "ID", description = "the profile to print")
                    @Nullable String id) {
        return say(id == null ? ProfileCommands.list() : ProfileCommands.show(id));
    }

    @Command(
            name = "check",
            description = "Tells everything that is wrong with profiles.",
            mixinStandardHelpOptions = true)
    int check(
            @Parameters(
                            arity = "1..*",
                            paramLabel = "FILE|DIR",
                            description = "profiles, or directories of *.profile.yaml")
                    List<Path> files) {
        return say(ProfileCommands.check(files));
    }

    @Command(
            name = "test",
            description = "Runs the examples of profiles.",
            mixinStandardHelpOptions = true)
    int test(
            @Parameters(
                            arity = "1..*",
                            paramLabel = "FILE|DIR",
                            description = "profiles, or directories of *.profile.yaml")
                    List<Path> files) {
        return say(ProfileCommands.test(files));
    }

    @Command(
            name = "decode",
            description = "Decodes one payload and prints each reading as a line of JSON.",
            mixinStandardHelpOptions = true)
    int decode(
            @Parameters(index = "0", paramLabel = "PROFILE-FILE", description = "the profile")
                    Path profile,
            @Parameters(
                            index = "1",
                            paramLabel = "PAYLOAD",
                            description = "the payload in hexadecimal digits")
                    String payload,
            @Option(names = "--text", description = "the payload is a text, such as JSON")
                    boolean text,
            @Option(
                            names = "--channel",
                            defaultValue = "",
                            paramLabel = "C",
                            description = "what the transport adds: a topic, path or port number")
                    String channel,
            @Option(
                            names = "--received-at",
                            paramLabel = "TIME",
                            description = "such as 2026-01-31T08:00:00Z (default: now)")
                    @Nullable Instant receivedAt,
            @Option(
                            names = "--explain",
                            description =
                                    "shows before it where each value comes from: offset, bytes,"
                                            + " field, raw number and value")
                    boolean explained) {
        Instant received = receivedAt == null ? InstantSource.system().instant() : receivedAt;
        return say(
                text
                        ? ProfileCommands.decodeText(profile, payload, channel, received, explained)
                        : ProfileCommands.decodeHex(
                                profile, payload, channel, received, explained));
    }

    @Command(
            name = "bench",
            description = "Times how long the examples of profiles take to decode, on one core.",
            mixinStandardHelpOptions = true)
    int bench(
            @Parameters(
                            arity = "1..*",
                            paramLabel = "FILE|DIR",
                            description = "profiles, or directories of *.profile.yaml")
                    List<Path> files,
            @Option(
                            names = "--millis",
                            defaultValue = "1000",
                            paramLabel = "N",
                            description =
                                    "how long each example is measured, in milliseconds, after as"
                                            + " long to warm up (default: ${DEFAULT-VALUE})")
                    int millis) {
        if (millis < 1 || millis > 60_000) {
            return Saying.say(spec, 2, "--millis is 1 to 60000, not " + millis);
        }
        return say(ProfileCommands.bench(files, new ThreadMeter(), Duration.ofMillis(millis)));
    }

    @Command(
            name = "schema",
            description =
                    "Prints the JSON Schema of profiles, by which editors complete and check.",
            mixinStandardHelpOptions = true)
    int schema() {
        return say(ProfileCommands.schema());
    }

    private int say(ToolResult result) {
        return Saying.say(spec, result.exitCode(), result.text());
    }
}
