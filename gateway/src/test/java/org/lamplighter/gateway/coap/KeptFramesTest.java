// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.coap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.gateway.ManualNanos;

import java.time.Duration;
import java.util.SplittableRandom;

class KeptFramesTest {
    private static final int PER_HALF = 3_000;

    private final ManualNanos nanos = new ManualNanos();
    private final KeptFrames kept = new KeptFrames(PER_HALF, nanos);
    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void rememberForTheLifetimeOfAnExchangeAndForgetAfterTwice() {
        Fingerprint message = next();
        kept.add(message);
        nanos.advance(Duration.ofSeconds(247));
        assertThat(kept.contains(message)).isTrue();
        nanos.advance(Duration.ofSeconds(247).minusNanos(1));
        assertThat(kept.contains(message)).isTrue();

        nanos.advance(Duration.ofNanos(1));

        assertThat(kept.contains(message)).isFalse();
    }

    @Test
    void rememberAtLeastSoManyAndAtMostTwice() {
        Fingerprint first = next();
        kept.add(first);
        for (int i = 0; i < 2 * PER_HALF - 1; i++) {
            Fingerprint message = next();
            kept.add(message);
            kept.add(message);
            assertThat(kept.contains(message)).isTrue();
            assertThat(kept.contains(first)).as("after %s more", i + 1).isTrue();
        }

        kept.add(next());

        assertThat(kept.contains(first)).isFalse();
    }

    @Test
    void neverTakeOneMessageForAnother() {
        for (int i = 0; i < PER_HALF; i++) {
            Fingerprint message = next();
            assertThat(kept.contains(message)).isFalse();
            kept.add(message);
        }
        assertThat(kept.contains(new Fingerprint(0, 0))).isFalse();
    }

    @Test
    void remember262144ByDefaultWhichIs247SecondsOfAThousandASecond() {
        assertThat(CoapLimits.DEFAULT.remembered()).isEqualTo(262_144).isGreaterThan(247 * 1_000);
    }

    private Fingerprint next() {
        return new Fingerprint(random.nextLong(), random.nextLong());
    }
}
