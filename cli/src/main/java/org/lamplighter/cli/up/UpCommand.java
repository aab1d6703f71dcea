// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.up;

import org.lamplighter.cli.config.Settings;
import org.lamplighter.cli.config.UpConfig;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** {@code lamplighter up}: everything on one machine in one process, with real parts. */
@Command(
        name = "up",
        description =
                "Starts everything in one process: Kafka, PostgreSQL, Flink jobs, gateway and"
                        + " desk.",
        mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
    @Mixin private final ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--demo",
            description = "adds a simulated city of 60 devices and a receiver of its cases")
    private boolean demo;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the call
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return options.read(spec, System.getenv(), this::run);
    }

    private int run(UpConfig config) throws Exception {
        Ports ports = new Ports(config.value(Settings.PORT_OFFSET));
        DataFiles files = new DataFiles(config.value(Settings.DATA));
        // Read by the logging configuration when the first part of the product logs.
        System.setProperty("lamplighter.logs", files.logs().toString());
        Progress progress = new Progress(System.out);
        progress.say("Lamplighter starts on " + files.data());
        try (AllInOne all = AllInOne.start(files.data(), ports, config, demo, progress)) {
            all.announce(files);
            if (demo) {
                try (Demo city = Demo.begin(all, ports, files, progress)) {
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
