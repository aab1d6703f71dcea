// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.coap;

import org.lamplighter.gateway.event.GatewayEvent;
import org.lamplighter.gateway.event.GatewayEvents;
import org.lamplighter.gateway.event.Input;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * The threads that handle messages, with a bound on those that wait: Californium's own have none.
 * What is one too many is dropped as the network might have dropped it.
 */
final class MessageStage extends ScheduledThreadPoolExecutor {
    private final int most;
    private final Input input;
    private final GatewayEvents events;

    MessageStage(int threads, int most, Input input, GatewayEvents events) {
        super(threads, Thread.ofPlatform().name(input.label() + "-", 0).daemon().factory());
        this.most = most;
        this.input = input;
        this.events = events;
    }

    @Override
    public void execute(Runnable task) {
        if (getQueue().size() >= most) {
            events.emit(new GatewayEvent.MessageDropped(input));
            throw new RejectedExecutionException(most + " messages wait");
        }
        super.execute(task);
    }
}
