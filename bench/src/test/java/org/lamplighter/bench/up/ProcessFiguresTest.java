// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.up;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Map;

class ProcessFiguresTest {
    @Test
    void tellsThePartsOfAProcessByTheirThreads() {
        Map<String, String> parts =
                Map.of(
                        "multiThreadIoEv", "gateway",
                        "kafka-producer-", "Kafka producers of all parts",
                        "kafka-1-raft-io", "Kafka broker",
                        "Source: frames ", "jobs",
                        "desk-case-book", "desk",
                        "something else", "threads that ended, and others");

        parts.forEach((thread, part) -> assertThat(ProcessFigures.partOf(thread)).isEqualTo(part));
    }
}
