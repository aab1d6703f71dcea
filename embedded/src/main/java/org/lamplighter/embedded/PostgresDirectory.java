// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What PostgreSQL keeps, looked at before it starts: a damaged directory is told at once, where the
 * server itself would only be waited for in vain.
 *
 * @param home the directory with {@code binaries}, {@code data}, the password and the server's log
 */
record PostgresDirectory(Path home) {
    /** PostgreSQL writes its control file with this size: {@code PG_CONTROL_FILE_SIZE}. */
    private static final int CONTROL_FILE_BYTES = 8_192;

    private static final int LAST_WORDS = 300;

    /** What the server says before it ends; begun anew with each start. */
    static File log(Path home) {
        return home.resolve("server.log").toFile();
    }

    /**
     * Clears away a first start that was cut short, which nobody has stored anything in, and
     * demands that anything else is whole.
     *
     * @param secured whether the cluster was given its password, which ends a first start
     * @throws EmbeddedServerException if files are missing
     */
    void prepare(boolean secured) throws IOException {
        if (!Files.exists(data())) {
            return;
        }
        if (!secured && !Files.exists(marker())) {
            delete(data());
            return;
        }
        if (secured && !Files.exists(home.resolve("password"))) {
            throw corrupt("the file password is missing, without which nobody gets in");
        }
        requireFile("PG_VERSION", 1);
        requireFile("global/pg_control", CONTROL_FILE_BYTES);
    }

    /** Notes that a start has come to its end, so that from now on the data is worth something. */
    void markMade() throws IOException {
        if (!Files.exists(marker())) {
            Files.createFile(marker());
        }
    }

    /** The last line of the server's log, as the end of a sentence; empty if it said nothing. */
    static String lastWords(Path home) {
        try {
            List<String> lines =
                    Files.readAllLines(log(home).toPath(), StandardCharsets.UTF_8).stream()
                            .filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
                            .toList();
            if (lines.isEmpty()) {
                return "";
            }
            String last = lines.getLast();
            return " (it said: " + last.substring(0, Math.min(last.length(), LAST_WORDS)) + ")";
        } catch (IOException unreadable) {
            return "";
        }
    }

    private void requireFile(String name, long bytes) throws IOException {
        Path file = data().resolve(name);
        if (!Files.exists(file)) {
            throw corrupt(name + " is missing beside its data");
        }
        if (Files.size(file) < bytes) {
            throw corrupt(name + " has " + Files.size(file) + " bytes where it must have " + bytes);
        }
    }

    private EmbeddedServerException corrupt(String how) {
        return new EmbeddedServerException(
                "PostgreSQL's directory "
                        + home
                        + " is corrupt: "
                        + how
                        + "; restore it from a copy or move the directory away and start again");
    }

    private Path data() {
        return home.resolve("data");
    }

    private Path marker() {
        return home.resolve("made");
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
