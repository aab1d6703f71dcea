// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lamplighter.jobs.lane.TestLog.at;
import static org.lamplighter.jobs.lane.TestLog.tilt;

import org.junit.jupiter.api.Test;
import org.lamplighter.reading.Payload;

import java.time.Duration;

/** The bounds of what waits, each at its limit and one past it. */
final class PendingFramesTest {
    private final PendingFrames pending = new PendingFrames(new MemoryCells());

    @Test
    void takesItsNumberOfFramesAndIsOverfullWithOneMore() {
        for (int offset = 0; offset < PendingFrames.MAX_FRAMES; offset++) {
            pending.add(frame(offset, 1));
        }
        assertThat(pending.isOverfull()).isFalse();

        pending.add(frame(PendingFrames.MAX_FRAMES, 1));
        assertThat(pending.isOverfull()).isTrue();
        assertThat(pending.removeOldest().offset()).isZero();
        assertThat(pending.isOverfull()).isFalse();
    }

    @Test
    void takesItsBytesAndIsOverfullWithOneMore() {
        int frames = PendingFrames.MAX_BYTES / Payload.MAX_LENGTH;
        for (int offset = 0; offset < frames; offset++) {
            pending.add(frame(offset, Payload.MAX_LENGTH));
        }
        assertThat(pending.isOverfull()).isFalse();

        pending.add(frame(frames, 1));
        assertThat(pending.isOverfull()).isTrue();
        pending.removeOldest();
        assertThat(pending.isOverfull()).isFalse();
    }

    @Test
    void aFrameWaitsUntilTheTickFiveSecondsLater() {
        assertThat(tickedAfter(Duration.ofMillis(4_999)).quarantined()).isEmpty();
        assertThat(tickedAfter(Duration.ofSeconds(5)).quarantined())
                .containsExactly("UNKNOWN_DEVICE");
    }

    private static Lanes tickedAfter(Duration wait) {
        return Lanes.over(
                new TestLog(1)
                        .tick("gw1", at(0))
                        .frame("gw1", "C-9", at(0.5), at(0.5), 1, tilt(1))
                        .tick("gw1", at(0.5).plus(wait)));
    }

    private static LogItem frame(long offset, int bytes) {
        return new LogItem(
                0,
                0,
                offset,
                at(0).toEpochMilli(),
                LogItem.Kind.FRAME,
                "C-9",
                "gw1-1",
                "/gw1/mqtt",
                "v1/frames",
                Payload.wrap(new byte[bytes]));
    }
}
