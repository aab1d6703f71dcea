// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The product's own configuration of the log file, at its limit and one past it. */
final class LogFileTest {
    private static final int MAX_FILE = 20 << 20;

    @TempDir private Path directory;

    @Test
    void aFileIsFullWith20MebibytesAndTheOldestOfSixIsDeleted() throws Exception {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.putProperty("lamplighter.logs", directory.toString());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(
                Objects.requireNonNull(LogFileTest.class.getResource("/logback.xml")));
        context.start();
        try {
            Logger log = context.getLogger("org.lamplighter.test");
            log.info("file 1");
            log.info("file 1 still");
            grow(MAX_FILE - 1);
            log.info("the last line");
            assertThat(files()).containsExactly("lamplighter.log");

            for (int file = 2; file <= 6; file++) {
                grow(MAX_FILE);
                log.info("file {}", file);
            }
            assertThat(files())
                    .containsExactly(
                            "lamplighter.1.log",
                            "lamplighter.2.log",
                            "lamplighter.3.log",
                            "lamplighter.4.log",
                            "lamplighter.5.log",
                            "lamplighter.log");
            assertThat(beginning("lamplighter.5.log")).contains("file 1");

            grow(MAX_FILE);
            log.info("file 7");

            assertThat(files()).hasSize(6);
            assertThat(beginning("lamplighter.5.log")).contains("file 2");
            assertThat(beginning("lamplighter.log")).contains("file 7");
        } finally {
            context.stop();
        }
    }

    /** Makes the file so long, as if so much had been written. */
    private void grow(int bytes) throws IOException {
        Path file = directory.resolve("lamplighter.log");
        if (Files.size(file) < bytes) {
            try (RandomAccessFile grown = new RandomAccessFile(file.toFile(), "rw")) {
                grown.setLength(bytes);
            }
        }
    }

    private String beginning(String file) throws IOException {
        try (InputStream in = Files.newInputStream(directory.resolve(file))) {
            return new String(in.readNBytes(100), UTF_8);
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
