// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.up;

import org.lamplighter.cli.config.UpConfig;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/**
 * {@code lamplighter rehearse}: a start and a stop of everything on ports that are free and a
 * directory that is thrown away. The launcher runs it once after a build and has the Java machine
 * keep what it loaded and linked (JEP 514), which halves every start to come.
 */
@Command(
        name = "rehearse",
        description = "Starts everything on a directory to be thrown away, and stops it.",
        hidden = true)
public final class RehearseCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "an empty directory; its caller removes it")
    @SuppressWarnings("NullAway.Init") // picocli sets it before the call
    private Path directory;

    @Override
    public Integer call() {
        DataFiles files = new DataFiles(directory);
        System.setProperty("lamplighter.logs", files.logs().toString());
        Ports ports = Ports.anyFree();
        UpConfig config = UpConfig.defaults();
        Progress progress = new Progress(System.out);
        try (AllInOne all = AllInOne.start(files.data(), ports, config, false, progress)) {
            all.announce(files);
        }
        return 0;
    }
}
