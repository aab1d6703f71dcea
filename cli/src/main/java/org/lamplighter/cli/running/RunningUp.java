// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.running;

import org.lamplighter.cli.rest.RestClient;
import org.lamplighter.cli.up.DataFiles;
import org.lamplighter.cli.up.Ports;
import org.lamplighter.cli.up.StartupException;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** The options that say which running {@code up} is meant. */
final class RunningUp {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "the data directory of the running up (default: data)")
    private Path data = Path.of("data");

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            description = "as that up was given (default: 0)")
    private int portOffset;

    Ports ports() {
        return new Ports(portOffset);
    }

    DataFiles files() {
        return new DataFiles(data);
    }

    /**
     * A client with the admin token of the data directory.
     *
     * @throws StartupException if there is no such token
     */
    RestClient rest() {
        Path token = files().adminToken();
        try {
            return new RestClient(
                    URI.create("http://127.0.0.1:" + ports().desk()),
                    Files.readString(token).strip());
        } catch (IOException e) {
            throw new StartupException(
                    "the admin token cannot be read from "
                            + token
                            + "; name the data directory of the running Lamplighter with --data"
                            + " DIR",
                    e);
        }
    }
}
