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
            description = "where everything is kept (default: ${DEFAULT-VALUE})")
    private Path data = Path.of("data");

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            description = "added to every port (default: 0)")
    private int portOffset;

    @Override
    public Integer call() throws Exception {
        Ports ports = new Ports(portOffset);
        Progress progress = new Progress(System.out);
        progress.say("Lamplighter starts on " + data.toAbsolutePath().normalize());
        try (AllInOne all = AllInOne.start(data, ports, progress)) {
            all.announce(progress);
            all.awaitStop();
        }
        return 0;
    }
}
