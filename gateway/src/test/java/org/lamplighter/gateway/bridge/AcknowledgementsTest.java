// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AcknowledgementsTest {
    private final Acknowledgements acknowledgements = new Acknowledgements();

    @Test
    void leaveInTheOrderOfTheMessages() {
        var first = acknowledgements.arrived(7);
        var second = acknowledgements.arrived(8);
        var third = acknowledgements.arrived(9);

        assertThat(acknowledgements.settle(second)).isEmpty();
        assertThat(acknowledgements.settle(first)).containsExactly(7, 8);
        assertThat(acknowledgements.open()).isEqualTo(1);
        assertThat(acknowledgements.settle(third)).containsExactly(9);
        assertThat(acknowledgements.open()).isZero();
    }
}
