// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.bridge;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The messages of one connection that are not acknowledged yet, so that acknowledgements leave in
 * the order of the messages. Thread-safe. Bounded by {@link BridgeConfig#RECEIVE_MAXIMUM}, which
 * the broker keeps to.
 */
final class Acknowledgements {
    /** One message; settled once. */
    static final class Message {
        private final int id;
        private boolean settled;

        private Message(int id) {
            this.id = id;
        }
    }

    private final Deque<Message> open = new ArrayDeque<>();

    /** A message has arrived. */
    synchronized Message arrived(int id) {
        Message message = new Message(id);
        open.add(message);
        return message;
    }

    /** Settles one and returns the ids that may be acknowledged now, in their order. */
    synchronized List<Integer> settle(Message message) {
        message.settled = true;
        List<Integer> ready = new ArrayList<>();
        for (Message head = open.peek(); head != null && head.settled; head = open.peek()) {
            open.remove();
            ready.add(head.id);
        }
        return ready;
    }

    synchronized int open() {
        return open.size();
    }
}
