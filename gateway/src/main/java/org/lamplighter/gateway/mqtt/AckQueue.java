// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.mqtt;

import org.jspecify.annotations.Nullable;
import org.lamplighter.gateway.intake.Outcome;
import org.lamplighter.gateway.transport.OnEventLoop;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * A connection's publishes that are not answered yet, in their order (MQTT-4.6.0-2). Outcomes come
 * in any order and on any thread; answers leave from the head only.
 */
@OnEventLoop
final class AckQueue {
    /** A publish on its way. */
    static final class Publish implements Consumer<Outcome> {
        private final int packetId;
        private final int length;
        private final long since;
        private final Runnable settled;
        private volatile @Nullable Outcome outcome;

        private Publish(int packetId, int length, long since, Runnable settled) {
            this.packetId = packetId;
            this.length = length;
            this.since = since;
            this.settled = settled;
        }

        /** Called once, on any thread. */
        @Override
        public void accept(Outcome result) {
            outcome = result;
            settled.run();
        }

        /** 1 to 65,535, or 0 for QoS 0, which is not answered. */
        int packetId() {
            return packetId;
        }
    }

    private final Queue<Publish> publishes = new ArrayDeque<>(2);
    private final Runnable settled;
    private int bytes;

    /**
     * Makes an empty queue.
     *
     * @param settled run on any thread whenever a publish has its outcome
     */
    AckQueue(Runnable settled) {
        this.settled = settled;
    }

    Publish add(int packetId, int length, long now) {
        Publish publish = new Publish(packetId, length, now, settled);
        publishes.add(publish);
        bytes += length;
        return publish;
    }

    /** The outcome of the oldest publish, or null if it has none yet or nothing is in flight. */
    @Nullable Outcome headOutcome() {
        Publish head = publishes.peek();
        return head == null ? null : head.outcome;
    }

    /** Takes the oldest publish out. */
    Publish remove() {
        Publish head = publishes.remove();
        bytes -= head.length;
        return head;
    }

    int size() {
        return publishes.size();
    }

    int bytes() {
        return bytes;
    }

    /** How long the oldest publish has waited, in nanoseconds; 0 if there is none. */
    long oldestAge(long now) {
        Publish head = publishes.peek();
        return head == null ? 0 : now - head.since;
    }
}
