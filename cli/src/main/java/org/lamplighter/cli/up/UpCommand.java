// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.up;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
    private Path data = Path.of("data");

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            description = "added to every port (default: 0)")
    private int portOffset;

    @Option(
            names = "--demo",
            description = "adds a simulated city of 60 devices and a receiver of its cases")
    private boolean demo;

    @Override
    public Integer call() throws Exception {
        Ports ports = new Ports(portOffset);
        DataFiles files = new DataFiles(data);
        // Read by the logging configuration when the first part of the product logs.
        System.setProperty("lamplighter.logs", files.logs().toString());
        Progress progress = new Progress(System.out);
        progress.say("Lamplighter starts on " + files.data());
        try (AllInOne all = AllInOne.start(files.data(), ports, progress)) {
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
