// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

class BackoffTest {
    @Test
    void doublesFromHalfASecondToThirtyAndTakesBetweenHalfAndAll() {
        List<Integer> wholes = List.of(500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000);
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < wholes.size(); i++) {
            int failures = i + 1;
            List<Long> pauses =
                    IntStream.range(0, 2_000)
                            .mapToObj(n -> Backoff.after(failures, random).toMillis())
                            .toList();
            long whole = wholes.get(i);
            assertThat(pauses).allMatch(pause -> pause >= whole / 2 && pause <= whole);
            assertThat(pauses).anyMatch(pause -> pause < whole * 0.55);
            assertThat(pauses).anyMatch(pause -> pause > whole * 0.95);
        }
    }

    @Test
    void beginsAgainAfterAConnectionLongerThanTwiceTheLongestPause() {
        Duration longest = Duration.ofSeconds(60);
        assertThat(Backoff.failures(6, longest)).isEqualTo(7);
        assertThat(Backoff.failures(6, longest.plusNanos(1))).isEqualTo(1);
    }

    @Test
    void staysAtThirtySecondsHoweverOftenItFails() {
        SplittableRandom random = new SplittableRandom(3);
        assertThat(Backoff.after(Integer.MAX_VALUE, random))
                .isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
    }
}
