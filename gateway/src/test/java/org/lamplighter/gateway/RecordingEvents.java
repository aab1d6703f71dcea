// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway;

import org.lamplighter.gateway.event.CloseReason;
import org.lamplighter.gateway.event.GatewayEvent;
import org.lamplighter.gateway.event.GatewayEvents;
import org.lamplighter.gateway.event.IngestFault;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Keeps what was emitted. */
public final class RecordingEvents implements GatewayEvents {
    private final Queue<GatewayEvent> events = new ConcurrentLinkedQueue<>();

    @Override
    public void emit(GatewayEvent event) {
        events.add(event);
    }

    public <E extends GatewayEvent> List<E> all(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Why frames were refused, in order. */
    public List<IngestFault> refusedFrames() {
        return all(GatewayEvent.FrameRefused.class).stream()
                .map(GatewayEvent.FrameRefused::fault)
                .toList();
    }

    /** Why connections were refused, in order. */
    public List<IngestFault> refusedConnections() {
        return all(GatewayEvent.ConnectionRefused.class).stream()
                .map(GatewayEvent.ConnectionRefused::fault)
                .toList();
    }

    /** Why connections were ended for what they sent, in order. */
    public List<IngestFault> faultedConnections() {
        return all(GatewayEvent.ConnectionFaulted.class).stream()
                .map(GatewayEvent.ConnectionFaulted::fault)
                .toList();
    }

    /** Why connections ended, in order. */
    public List<CloseReason> closed() {
        return all(GatewayEvent.ConnectionClosed.class).stream()
                .map(GatewayEvent.ConnectionClosed::reason)
                .toList();
    }

    public int received() {
        return all(GatewayEvent.FrameReceived.class).size();
    }

    public int appended() {
        return all(GatewayEvent.FrameAppended.class).size();
    }
}
