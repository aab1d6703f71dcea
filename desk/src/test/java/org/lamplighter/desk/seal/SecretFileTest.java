// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.seal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

class SecretFileTest {
    private static final int AT_ONCE = 8;

    @TempDir Path directory;

    @Test
    void allThatStartAtOnceReadOneLine() throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(AT_ONCE);
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int round = 0; round < 50; round++) {
                Path file = directory.resolve("secret-" + round);
                List<Future<String>> lines = new ArrayList<>();
                for (int i = 0; i < AT_ONCE; i++) {
                    String own = "line " + i;
                    lines.add(
                            threads.submit(
                                    () -> {
                                        barrier.await();
                                        return SecretFile.readOrCreate(file, "secret", () -> own);
                                    }));
                }
                Set<String> read = new TreeSet<>();
                for (Future<String> line : lines) {
                    read.add(line.get());
                }
                assertThat(read).containsExactly(Files.readString(file).strip());
            }
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .allMatch(name -> name.matches("secret-[0-9]+"))
                    .hasSize(50);
        }
    }
}
