// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.reading.Payload;

import java.time.Duration;
import java.time.Instant;

class DuplicateKeyTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Payload BYTES = Payload.parseHex("0102");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void isTheSameForCopiesOnly() {
        assertThat(DuplicateKey.ofSequence(7, NOON)).isEqualTo(DuplicateKey.ofSequence(7, NOON));
        assertThat(DuplicateKey.ofSequence(7, NOON).fingerprint())
                .isNotEqualTo(DuplicateKey.ofSequence(8, NOON).fingerprint())
                .isNotEqualTo(DuplicateKey.ofSequence(7, NOON.plusNanos(1)).fingerprint());
        assertThat(DuplicateKey.ofTime(NOON, BYTES).fingerprint())
                .isEqualTo(DuplicateKey.ofTime(NOON, Payload.parseHex("0102")).fingerprint())
                .isNotEqualTo(DuplicateKey.ofTime(NOON, Payload.parseHex("0103")).fingerprint())
                .isNotEqualTo(DuplicateKey.ofTime(NOON.plusMillis(1), BYTES).fingerprint())
                .isNotEqualTo(DuplicateKey.ofBytes(BYTES, NOON, MINUTE).fingerprint());
        assertThat(DuplicateKey.ofBytes(BYTES, NOON, MINUTE).fingerprint())
                .isEqualTo(DuplicateKey.ofBytes(BYTES, NOON.plusSeconds(9), MINUTE).fingerprint());
    }

    @Test
    void givesASequenceThatIsNeverNegativeAndTellsFramesOfOneTimeApart() {
        assertThat(DuplicateKey.ofSequence(7, NOON).sequence())
                .isNotNegative()
                .isNotEqualTo(DuplicateKey.ofSequence(8, NOON).sequence());
        assertThat(DuplicateKey.ofTime(NOON, BYTES).sequence())
                .isNotEqualTo(DuplicateKey.ofTime(NOON, Payload.parseHex("0103")).sequence());
    }
}
