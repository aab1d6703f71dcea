// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;

final class DueQueueTest {
    private final DueQueue queue = new DueQueue();

    @Test
    void givesTheFirstDueThenTheFirstById() {
        queue.set("b", at(5));
        queue.set("c", at(4));
        queue.set("a", at(5));

        assertThat(queue.poll(at(5))).contains("c");
        assertThat(queue.poll(at(5))).contains("a");
        assertThat(queue.poll(at(5))).contains("b");
        assertThat(queue.poll(at(5))).isEmpty();
    }

    @Test
    void keepsOneTimeForEachDevice() {
        queue.set("a", at(5));
        queue.set("a", at(9));

        assertThat(queue.size()).isEqualTo(1);
        assertThat(queue.poll(at(8))).isEmpty();
        assertThat(queue.poll(at(9))).contains("a");
    }

    @Test
    void forgetsADeviceThatWaitsForNothing() {
        queue.set("a", at(5));
        queue.set("a", Instant.MAX);

        assertThat(queue.size()).isZero();
    }

    private static Instant at(long millis) {
        return Instant.ofEpochMilli(millis);
    }
}
