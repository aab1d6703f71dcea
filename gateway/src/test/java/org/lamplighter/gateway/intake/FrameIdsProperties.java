// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.lamplighter.reading.FrameId;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

class FrameIdsProperties {
    private static final long START = 1_790_000_000_000L;

    @Property
    void growStrictlyWhateverTheClockDoes(
            @ForAll @Size(max = 200) List<@IntRange(min = -5_000, max = 5_000) Integer> steps) {
        AtomicLong millis = new AtomicLong(START);
        FrameIds ids = new FrameIds("gw1", () -> Instant.ofEpochMilli(millis.get()));
        FrameId before = ids.next();
        for (int step : steps) {
            millis.addAndGet(step);
            FrameId next = ids.next();
            assertThat(next.counter()).isGreaterThan(before.counter());
            assertThat(next.receivedAt().toEpochMilli()).isGreaterThanOrEqualTo(millis.get());
            before = next;
        }
    }

    @Property
    void carryTheReceivedTime(@ForAll @IntRange(min = 1, max = 4_096) int inOneMillisecond) {
        FrameIds ids = new FrameIds("gw1", () -> Instant.ofEpochMilli(START));
        for (int i = 0; i < inOneMillisecond; i++) {
            assertThat(ids.next().receivedAt()).isEqualTo(Instant.ofEpochMilli(START));
        }
    }
}
