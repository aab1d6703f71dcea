// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.lamplighter.duplicate.DuplicateKey;
import org.lamplighter.duplicate.DuplicateMemory;
import org.lamplighter.evaluate.DeviceState;
import org.lamplighter.reading.Payload;

import java.time.Duration;
import java.time.Instant;

class DetectorStateTest {
    private static final Instant AT = Instant.parse("2026-03-01T08:00:00Z");

    @Test
    void isReadBackAsItWas() {
        DuplicateMemory copies =
                DuplicateMemory.empty()
                        .judge(
                                DuplicateKey.ofBytes(
                                        Payload.parseHex("01 02"), AT, Duration.ofSeconds(60)),
                                AT,
                                DuplicateMemory.RETENTION)
                        .memory();
        DetectorState state = new DetectorState(copies, DeviceState.EMPTY, AT);

        DetectorState decoded = DetectorState.decode(state.encode());

        assertThat(decoded.copies()).isEqualTo(copies);
        assertThat(decoded.nextDue()).isEqualTo(AT);
        assertThat(decoded.encode()).isEqualTo(state.encode());
    }

    @Test
    void tellsWhenItIsDueWithoutBeingDecoded() {
        DetectorState due =
                new DetectorState(DuplicateMemory.empty(), DeviceState.EMPTY, AT.plusNanos(1));

        assertThat(DetectorState.nextDueOf(due.encode())).isEqualTo(AT.plusMillis(1));
        assertThat(DetectorState.nextDueOf(DetectorState.EMPTY.encode())).isEqualTo(Instant.MAX);
    }

    @Test
    void refusesBytesThatAreNone() {
        assertThatThrownBy(() -> DetectorState.decode(new byte[0]))
                .hasMessage(
                        "a device's state of version none with 0 bytes cannot be read: this program"
                            + " knows version 1; start the program that wrote it, or a newer one");
        assertThatThrownBy(() -> DetectorState.decode(new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 1}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theDefaultDetectorCanBeUsed() {
        assertThat(DeviceDetector.DEFAULT).isNotNull();
    }
}
