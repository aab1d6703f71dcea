// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * What to send.
 *
 * @param target the gateway, on loopback
 * @param senders one connection each
 * @param pace when to send
 * @param frames how many frames in all, at most
 * @param duration how long at most, warm-up included
 * @param warmup what comes before is sent and not measured
 * @param drain how long what is due at the end may still take to be sent and acknowledged
 * @param topic where to publish
 * @param payloads what to publish
 */
public record LoadPlan(
        InetSocketAddress target,
        List<Sender> senders,
        Pace pace,
        long frames,
        Duration duration,
        Duration warmup,
        Duration drain,
        String topic,
        Payloads payloads) {
    /** The most a connection leaves unanswered in an open loop; the rest waits, and is measured. */
    static final int OPEN_WINDOW = 1_000;

    public LoadPlan {
        senders = List.copyOf(senders);
        InetAddress address = target.getAddress();
        if (address == null || !address.isLoopbackAddress()) {
            throw new IllegalArgumentException(
                    "the load tool speaks to loopback only, not to "
                            + target.getHostString()
                            + "; run it on the gateway's machine");
        }
        if (senders.isEmpty()) {
            throw new IllegalArgumentException("a load needs at least one device");
        }
    }

    /**
     * A plan without warm-up and without a limit on frames, which publishes to {@code v1/frames}
     * and waits half a minute for the last answers.
     */
    public static LoadPlan of(
            InetSocketAddress target,
            List<Sender> senders,
            Pace pace,
            Duration duration,
            Payloads payloads) {
        return new LoadPlan(
                target,
                senders,
                pace,
                Long.MAX_VALUE,
                duration,
                Duration.ZERO,
                Duration.ofSeconds(30),
                "v1/frames",
                payloads);
    }

    /** The same with so many frames at most. */
    public LoadPlan withFrames(long atMost) {
        return new LoadPlan(
                target, senders, pace, atMost, duration, warmup, drain, topic, payloads);
    }

    /** The same with so long a warm-up. */
    public LoadPlan withWarmup(Duration longer) {
        return new LoadPlan(
                target, senders, pace, frames, duration, longer, drain, topic, payloads);
    }

    /** The same, waiting so long for the last answers. */
    public LoadPlan withDrain(Duration longest) {
        return new LoadPlan(
                target, senders, pace, frames, duration, warmup, longest, topic, payloads);
    }

    int window() {
        return switch (pace) {
            case Pace.Open open -> OPEN_WINDOW;
            case Pace.Closed closed -> closed.window();
        };
    }
}
