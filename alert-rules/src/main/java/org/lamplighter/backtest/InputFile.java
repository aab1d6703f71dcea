// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.backtest;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads files without ever holding more than is asked for. */
final class InputFile {
    private InputFile() {}

    /** The whole text; empty if the file is larger than that many bytes. */
    static Optional<String> read(Path file, long most) throws IOException {
        return Files.size(file) > most ? Optional.empty() : Optional.of(Files.readString(file));
    }

    /**
     * The files of a directory whose names end so, by name; no more than that many and one, by
     * which the caller sees that there are more.
     */
    static List<Path> list(Path directory, String suffix, int most) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*" + suffix)) {
            for (Path file : entries) {
                files.add(file);
                if (files.size() > most) {
                    break;
                }
            }
        }
        files.sort(Comparator.naturalOrder());
        return files;
    }

    /**
     * The next line, or null at the end; of a longer one only as much that the caller sees that it
     * has more characters than {@code most}.
     */
    static @Nullable String line(BufferedReader reader, int most) throws IOException {
        int next = reader.read();
        if (next < 0) {
            return null;
        }
        StringBuilder line = new StringBuilder();
        for (; next >= 0 && next != '\n'; next = reader.read()) {
            if (line.length() <= most) {
                line.append((char) next);
            }
        }
        int last = line.length() - 1;
        if (last >= 0 && line.charAt(last) == '\r') {
            line.setLength(last);
        }
        return line.toString();
    }
}
