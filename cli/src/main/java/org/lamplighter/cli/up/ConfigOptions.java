// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.up;

import org.jspecify.annotations.Nullable;
import org.lamplighter.cli.config.ConfigReader;
import org.lamplighter.cli.config.Settings;
import org.lamplighter.cli.config.UpConfig;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;

/**
 * The options of every command that starts something by a configuration. Not thread-safe: picocli
 * sets them before the command is called.
 */
public final class ConfigOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "the configuration (default: lamplighter.yaml, if it is there)")
    private @Nullable Path configFile;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "where everything is kept that is not elsewhere (default: data)")
    private @Nullable Path data;

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            description = "added to every port that it listens at (default: 0)")
    private @Nullable Integer portOffset;

    @Option(
            names = "--check-config",
            description = "tells the configuration in force, or its faults, and starts nothing")
    private boolean checkConfig;

    /** What a command does with a configuration that has no faults. */
    @FunctionalInterface
    public interface Run {
        /** Its exit code. */
        int with(UpConfig config) throws Exception;
    }

    /**
     * Reads the configuration and goes on with it, or tells its faults or, if asked to, what is in
     * force.
     *
     * @return the exit code
     * @throws Exception what {@code run} throws
     */
    public int read(CommandSpec spec, Map<String, String> environment, Run run) throws Exception {
        return switch (ConfigFile.read(configFile, environment)) {
            case ConfigReader.Parsed.Faulty faulty -> {
                PrintWriter err = spec.commandLine().getErr();
                faulty.issues().forEach(issue -> err.println(issue + "\n"));
                err.println("lamplighter: the configuration has faults; nothing was started");
                yield checkConfig ? 1 : 2;
            }
            case ConfigReader.Parsed.Valid valid -> {
                UpConfig config = withFlags(valid.config());
                if (checkConfig) {
                    config.lines().forEach(spec.commandLine().getOut()::println);
                    yield 0;
                }
                yield run.with(config);
            }
        };
    }

    private UpConfig withFlags(UpConfig config) {
        UpConfig result = config;
        if (data != null) {
            result = result.with(Settings.DATA, data, "--data");
        }
        if (portOffset != null) {
            // checked here, since a flag has no place in a file to point at
            result =
                    result.with(
                            Settings.PORT_OFFSET, new Ports(portOffset).offset(), "--port-offset");
        }
        return result;
    }
}
