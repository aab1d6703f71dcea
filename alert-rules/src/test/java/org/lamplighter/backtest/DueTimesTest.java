// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;

class DueTimesTest {
    private static final Instant ONE = Instant.ofEpochSecond(1);
    private static final Instant TWO = Instant.ofEpochSecond(2);

    private final DueTimes due = new DueTimes();

    @Test
    void givesTheEarliestFirstAndEqualOnesByKey() {
        due.set("b", ONE);
        due.set("c", TWO);
        due.set("a", ONE);

        assertThat(due.next()).isEqualTo(ONE);
        assertThat(due.take()).isEqualTo("a");
        assertThat(due.take()).isEqualTo("b");
        assertThat(due.next()).isEqualTo(TWO);
    }

    @Test
    void knowsOnlyTheLatestTimeOfAKey() {
        due.set("a", ONE);
        due.set("a", TWO);
        assertThat(due.next()).isEqualTo(TWO);

        due.set("a", Instant.MAX);
        assertThat(due.next()).isEqualTo(Instant.MAX);
    }

    @Test
    void aTimeThatIsSetBackAndForthIsDueOnce() {
        due.set("a", ONE);
        due.set("a", TWO);
        due.set("a", ONE);

        assertThat(due.next()).isEqualTo(ONE);
        assertThat(due.take()).isEqualTo("a");
        assertThat(due.next()).isEqualTo(Instant.MAX);
    }
}
