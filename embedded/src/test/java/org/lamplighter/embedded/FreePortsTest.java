// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.stream.IntStream;

final class FreePortsTest {
    @Test
    void keepsAPortThatIsNamed() {
        assertThat(FreePorts.orNext(9092)).isEqualTo(9092);
    }

    @Test
    void findsAPortWhereNoneIsNamed() {
        assertThat(FreePorts.orNext(0)).isBetween(1, 65535);
    }

    @Test
    void neverGivesOnePortToTwoListenersOfAServer() {
        assertThat(IntStream.range(0, 64).map(i -> FreePorts.next()).boxed())
                .doesNotHaveDuplicates();
    }
}
