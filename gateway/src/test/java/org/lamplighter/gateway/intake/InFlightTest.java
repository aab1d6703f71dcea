// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.gateway.GatewayConfig;

class InFlightTest {
    private static final int OVERHEAD = 512;

    @Test
    void isRoomyBelowItsFramesAndTakesTwiceAsManyAndNoMore() {
        InFlight inFlight = new InFlight(new InFlight.Limits(3, 1 << 20));

        take(inFlight, 2);
        assertThat(inFlight.roomy()).as("one below").isTrue();
        take(inFlight, 1);
        assertThat(inFlight.roomy()).as("at the limit").isFalse();
        take(inFlight, 3);
        assertThat(inFlight.frames()).as("twice the limit").isEqualTo(6);

        assertThat(inFlight.tryTake(0)).as("one past").isFalse();
        assertThat(inFlight.frames()).isEqualTo(6);
        assertThat(inFlight.bytes()).isEqualTo(6 * OVERHEAD);
        inFlight.release(0);
        assertThat(inFlight.tryTake(0)).isTrue();
    }

    @Test
    void isRoomyBelowItsBytesAndTakesTwiceAsManyAndNoMore() {
        InFlight inFlight = new InFlight(new InFlight.Limits(1_000, 10_000));

        assertThat(inFlight.tryTake(9_999 - OVERHEAD)).isTrue();
        assertThat(inFlight.roomy()).as("one below").isTrue();
        inFlight.release(9_999 - OVERHEAD);
        assertThat(inFlight.tryTake(10_000 - OVERHEAD)).isTrue();
        assertThat(inFlight.roomy()).as("at the limit").isFalse();

        assertThat(inFlight.tryTake(10_001 - OVERHEAD)).as("one past twice the limit").isFalse();
        assertThat(inFlight.tryTake(10_000 - OVERHEAD)).as("twice the limit").isTrue();
        assertThat(inFlight.bytes()).isEqualTo(20_000);
    }

    private static void take(InFlight inFlight, int frames) {
        for (int i = 0; i < frames; i++) {
            assertThat(inFlight.tryTake(0)).isTrue();
        }
    }

    @Test
    void holdsAHundredThousandFramesAnd64MiBByDefault() {
        assertThat(GatewayConfig.defaults().limits().inFlight())
                .isEqualTo(new InFlight.Limits(100_000, 64L * 1024 * 1024));
    }
}
