// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.running;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;
import org.lamplighter.cli.rest.RestClient;
import org.lamplighter.cli.rest.RestException;
import org.lamplighter.cli.up.StartupException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/** {@code lamplighter devices}: the registry of a running {@code up}. */
@Command(
        name = "devices",
        description = "Registers devices with a running Lamplighter.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class DevicesCommand {
    /** The largest file that is sent, in bytes: the desk reads no larger one. */
    static final int MAX_FILE = 32 << 20;

    /** How long the desk may take: a fleet of 100,000 takes seconds on an idle machine. */
    private static final Duration MAX_TIME = Duration.ofMinutes(10);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the call
    private CommandSpec spec;

    /**
     * Registers all devices of a file, or none. The tokens are told once only, so the file that
     * keeps them is made before the desk is asked.
     */
    @Command(
            name = "import",
            description = "Registers all devices of a CSV file, or none if it has a fault.",
            mixinStandardHelpOptions = true)
    int importFile(
            @Parameters(
                            paramLabel = "FILE.csv",
                            description =
                                    "columns id,profile,name,lon,lat,tags, parent of children, and"
                                            + " any further ones as attributes")
                    Path file,
            @Option(
                            names = "--keep",
                            description = "leave devices alone that are registered already")
                    boolean keep,
            @Option(
                            names = "--credentials",
                            paramLabel = "OUT.csv",
                            description =
                                    "where the devices' tokens and keys are written, mode 0600"
                                            + " (default: FILE.csv.credentials)")
                    @Nullable Path credentials,
            @Mixin RunningUp up)
            throws IOException {
        String csv = read(file);
        Path secrets =
                credentials == null
                        ? file.resolveSibling(file.getFileName() + ".credentials")
                        : credentials;
        try (RestClient rest = up.rest()) {
            make(secrets);
            RestClient.Answer answer;
            try {
                answer =
                        rest.send(
                                "POST",
                                "/api/v1/devices/import" + (keep ? "?existing=keep" : ""),
                                "text/csv",
                                csv,
                                MAX_TIME);
            } catch (RestException e) {
                Files.delete(secrets);
                throw e;
            }
            return tell(answer, file, secrets);
        }
    }

    private int tell(RestClient.Answer answer, Path file, Path secrets) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        JsonNode body = answer.body();
        if (answer.status() != 201) {
            Files.delete(secrets);
            for (JsonNode fault : body.path("faults")) {
                out.printf(
                        "%s: %s: %s; %s%n",
                        file,
                        fault.path("where").asText(),
                        fault.path("rule").asText(),
                        fault.path("hint").asText());
            }
            if (body.path("more").asInt() > 0) {
                out.printf("%s: and %d more faults%n", file, body.path("more").asInt());
            }
            out.printf(
                    "%s: %s (the desk answered %d)%n",
                    file, body.path("title").asText("no device was registered"), answer.status());
            return 1;
        }
        StringBuilder lines = new StringBuilder("id,token,psk\n");
        for (JsonNode device : body.path("devices")) {
            lines.append(device.path("id").asText()).append(',');
            lines.append(device.path("token").asText()).append(',');
            lines.append(device.path("psk").asText()).append('\n');
        }
        Files.writeString(secrets, lines);
        out.printf(
                "%d devices registered, %d kept; tokens and keys are in %s%n",
                body.path("created").asInt(), body.path("kept").asInt(), secrets);
        return 0;
    }

    private static String read(Path file) {
        try {
            if (Files.size(file) > MAX_FILE) {
                throw new StartupException(
                        file
                                + " is larger than "
                                + MAX_FILE
                                + " bytes, which is all that the desk takes at once; split it");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new StartupException(
                    file + " cannot be read as UTF-8 text: " + e + "; name a CSV file of devices",
                    e);
        }
    }

    private static void make(Path secrets) {
        try {
            Files.createFile(
                    secrets,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            throw new StartupException(
                    secrets
                            + " is there already and may hold the only copy of tokens; move it"
                            + " away, or name another file with --credentials OUT.csv",
                    e);
        } catch (IOException e) {
            throw new StartupException(
                    secrets
                            + " cannot be made: "
                            + e
                            + "; name another file with --credentials"
                            + " OUT.csv",
                    e);
        }
    }
}
