// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.running;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamplighter.cli.Run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

final class ReplayCommandTest {
    @TempDir private Path directory;

    @BeforeEach
    void writeToken() throws Exception {
        Files.writeString(directory.resolve("admin.token"), "secret-token\n");
    }

    @Test
    void saysWhatBecameOfTheFramesAndExitsWithZeroIfAllDecoded() throws Exception {
        try (AnsweringDesk desk =
                AnsweringDesk.answering(
                        200,
                        "{\"tried\":3,\"fresh\":2,\"duplicates\":1,\"undecodable\":0,\"readings\":2,\"faults\":[]}")) {
            assertThat(replay(desk, "--profile", "p", "--reason", "NOT_JSON", "--device", "C-1"))
                    .isEqualTo(
                            new Run(
                                    0,
                                    "3 frames tried: 3 decoded (1 of them copies), 0 still"
                                            + " undecodable; 2 readings archived\n",
                                    ""));
            assertThat(desk.requests()).hasSize(1);
            assertThat(desk.requests().getFirst())
                    .startsWith("POST /api/v1/quarantine/replays Bearer secret-token {")
                    .contains("\"profile\":\"p\"", "\"reason\":\"NOT_JSON\"", "\"device\":\"C-1\"");
        }
    }

    @Test
    void tellsAHundredReasons() throws Exception {
        for (int reasons = 100; reasons <= 101; reasons++) {
            String faults =
                    IntStream.range(0, reasons)
                            .mapToObj(
                                    i ->
                                            "{\"profile\":\"p\",\"reason\":\"R\",\"detail\":\"d"
                                                    + i
                                                    + "\",\"frames\":1}")
                            .collect(Collectors.joining(","));
            try (AnsweringDesk desk =
                    AnsweringDesk.answering(
                            200,
                            "{\"tried\":%1$d,\"undecodable\":%1$d,\"faults\":[%2$s]}"
                                    .formatted(reasons, faults))) {
                Run run = replay(desk);
                assertThat(run.exitCode()).isEqualTo(1);
                assertThat(run.out().lines()).hasSize(101);
                assertThat(run.out()).contains(reasons + " still undecodable");
            }
        }
    }

    @Test
    void saysWhyTheDeskDidNotReplay() throws Exception {
        try (AnsweringDesk desk =
                AnsweringDesk.answering(503, "{\"detail\":\"the database does not answer\"}")) {
            assertThat(replay(desk))
                    .isEqualTo(
                            new Run(
                                    2,
                                    "",
                                    "lamplighter: the desk did not replay: it answered 503 the"
                                            + " database does not answer\n"));
        }
    }

    private Run replay(AnsweringDesk desk, String... more) {
        String[] arguments = {
            "replay", "--data", directory.toString(), "--port-offset", desk.offset()
        };
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return Run.of(all);
    }
}
