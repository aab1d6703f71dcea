// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class TargetGatesTest {
    private final TargetGates gates = new TargetGates();

    @Test
    void letsItsNumberInAndNotOneMoreAndKeepsOthersOutOfIt() throws Exception {
        for (int i = 0; i < TargetGates.PER_TARGET; i++) {
            assertThat(gates.of(1).enter()).isTrue();
        }

        assertThat(gates.of(1).enter()).isFalse();
        assertThat(gates.of(2).enter()).isTrue();
        gates.of(1).leave(Duration.ZERO);
        assertThat(gates.of(1).enter()).isTrue();
    }

    @Test
    void asksToComeBackAfterAboutAsLongAsTheLastOneTookWithinBounds() throws Exception {
        TargetGates.Gate gate = gates.of(1);
        assertThat(gate.enter()).isTrue();
        gate.leave(Duration.ofSeconds(4));

        assertThat(gate.comeBackIn(0.5)).isEqualTo(Duration.ofSeconds(4));
        assertThat(gate.enter()).isTrue();
        gate.leave(Duration.ofMinutes(5));
        assertThat(gate.comeBackIn(1)).isEqualTo(Duration.ofMillis(22_500));
        assertThat(gate.enter()).isTrue();
        gate.leave(Duration.ZERO);
        assertThat(gate.comeBackIn(0)).isEqualTo(Duration.ofMillis(50));
    }
}
