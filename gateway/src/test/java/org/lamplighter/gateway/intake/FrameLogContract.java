// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Frame;
import org.lamplighter.reading.FrameId;
import org.lamplighter.reading.Payload;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** What every log must do. */
public abstract class FrameLogContract {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    /** The log under test, empty of this contract's frames. */
    protected abstract FrameLog log();

    /** Every frame that the log holds, in the order of each device. */
    protected abstract List<Frame> kept();

    @Test
    void keepsWhatItCallsAppended() throws InterruptedException {
        Frame frame = frame("contract-1", 1);
        BlockingQueue<AppendResult> results = new ArrayBlockingQueue<>(1);

        log().append(frame, results::add);

        assertThat(results.poll(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOf(AppendResult.Appended.class);
        assertThat(kept()).contains(frame);
    }

    @Test
    void keepsTheOrderOfADevice() throws InterruptedException {
        int frames = 1_000;
        BlockingQueue<AppendResult> results = new ArrayBlockingQueue<>(frames);
        List<Frame> sent = new ArrayList<>();

        for (int i = 0; i < frames; i++) {
            Frame frame = frame("contract-2", i);
            sent.add(frame);
            log().append(frame, results::add);
        }

        for (int i = 0; i < frames; i++) {
            assertThat(results.poll(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS)).isNotNull();
        }
        assertThat(
                        kept().stream()
                                .filter(frame -> frame.device().value().equals("contract-2"))
                                .toList())
                .isEqualTo(sent);
    }

    @Test
    void answersEvenAfterItWasClosed() throws InterruptedException {
        BlockingQueue<AppendResult> results = new ArrayBlockingQueue<>(1);
        log().close();

        log().append(frame("contract-3", 1), results::add);
        log().close();

        assertThat(results.poll(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS)).isNotNull();
    }

    private static Frame frame(String device, int n) {
        long counter = FrameId.firstCounterOf(Instant.parse("2026-01-01T00:00:00Z")) + n;
        return new Frame(
                new FrameId("gw1", counter),
                new DeviceId(device),
                "/gw1/mqtt",
                "v1/frames",
                Payload.copyOf(new byte[] {1, 2, (byte) n}));
    }
}
