// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code docs/bounds.md} names tests, and these exist. */
class BoundsTableTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");
    private static final int COLUMNS = 5;

    @Test
    void everyBoundNamesTheTestsThatShowItAndTheyExist() throws IOException {
        Map<String, String> sources = testSources();
        List<String> faults = new ArrayList<>();
        List<String[]> rows = rows();
        for (String[] row : rows) {
            Matcher test = TEST.matcher(row[COLUMNS - 1]);
            if (!test.find()) {
                faults.add("no test is named for: " + row[0]);
                continue;
            }
            do {
                String source = sources.getOrDefault(test.group(1), "");
                if (!source.contains("void " + test.group(2) + "(")) {
                    faults.add("there is no " + test.group(1) + "." + test.group(2));
                }
            } while (test.find());
        }

        assertThat(rows).hasSizeGreaterThan(90);
        assertThat(faults).isEmpty();
    }

    private static List<String[]> rows() throws IOException {
        return Files.readAllLines(ROOT.resolve("docs/bounds.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| bound |"))
                .map(BoundsTableTest::cells)
                .toList();
    }

    private static String[] cells(String line) {
        String[] cells =
                Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|"))
                        .map(String::strip)
                        .toArray(String[]::new);
        assertThat(cells).as("the cells of: " + line).hasSize(COLUMNS);
        return cells;
    }

    private static Map<String, String> testSources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.toList()) {
                Path tests = module.resolve("src/test/java");
                if (Files.isDirectory(tests)) {
                    read(tests, sources);
                }
            }
        }
        return sources;
    }

    private static void read(Path tests, Map<String, String> sources) throws IOException {
        try (Stream<Path> files = Files.walk(tests)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .forEach(
                            file -> {
                                String name = file.getFileName().toString();
                                sources.merge(
                                        name.substring(0, name.length() - ".java".length()),
                                        text(file),
                                        String::concat);
                            });
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
