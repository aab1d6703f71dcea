// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.up;

import org.jspecify.annotations.Nullable;
import org.lamplighter.cli.config.ConfigReader;
import org.lamplighter.cli.config.Settings;
import org.lamplighter.cli.config.UpConfig;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code lamplighter up}: everything on one machine in one process, with real parts. */
@Command(
        name = "up",
        description =
                "Starts everything in one process: Kafka, PostgreSQL, Flink jobs, gateway and"
                        + " desk.",
        mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "where everything is kept (default: data)")
    private @Nullable Path data;

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            description = "added to every port (default: 0)")
    private @Nullable Integer portOffset;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "the configuration (default: lamplighter.yaml, if it is there)")
    private @Nullable Path configFile;

    @Option(
            names = "--check-config",
            description = "tells the configuration in force, or its faults, and starts nothing")
    private boolean checkConfig;

    @Option(
            names = "--demo",
            description = "adds a simulated city of 60 devices and a receiver of its cases")
    private boolean demo;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the call
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return switch (ConfigFile.read(configFile, System.getenv())) {
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
                yield run(config);
            }
        };
    }

    private UpConfig withFlags(UpConfig config) {
        UpConfig result = config;
        if (data != null) {
            result = result.with(Settings.DATA, data, "--data");
        }
        if (portOffset != null) {
            // Checked here, since a flag has no place in a file to point at.
            result =
                    result.with(
                            Settings.PORT_OFFSET, new Ports(portOffset).offset(), "--port-offset");
        }
        return result;
    }

    private int run(UpConfig config) throws Exception {
        Ports ports = new Ports(config.value(Settings.PORT_OFFSET));
        DataFiles files = new DataFiles(config.value(Settings.DATA));
        // Read by the logging configuration when the first part of the product logs.
        System.setProperty("lamplighter.logs", files.logs().toString());
        Progress progress = new Progress(System.out);
        progress.say("Lamplighter starts on " + files.data());
        try (AllInOne all = AllInOne.start(files.data(), ports, config, progress)) {
            all.announce(files);
            if (demo) {
                try (Demo city = Demo.begin(all.page(), ports, files, progress)) {
                    progress.say(
                            "a simulated city of "
                                    + city.devices()
                                    + " devices speaks; its cases follow");
                    all.awaitStop();
                }
            } else {
                all.awaitStop();
            }
        }
        return 0;
    }
}
