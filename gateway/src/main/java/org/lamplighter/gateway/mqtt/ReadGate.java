// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.mqtt;

import io.netty.channel.Channel;

import org.lamplighter.gateway.event.GatewayEvent;
import org.lamplighter.gateway.event.Input;
import org.lamplighter.gateway.transport.OnEventLoop;

/**
 * Decides whether a connection is read.
 *
 * <p>It is not while it has as many publishes in flight as it may, while it has any and the gateway
 * as a whole is full, while the client does not read its answers, or for good once the gateway
 * stops. A connection with nothing in flight is always read, so its pings are answered.
 */
@OnEventLoop
final class ReadGate {
    private final MqttServices services;
    private final Channel channel;
    private final AckQueue publishes;
    private boolean open = true;
    private boolean closedForGood;
    private long since;
    private long writabilitySince;

    ReadGate(MqttServices services, Channel channel, AckQueue publishes) {
        this.services = services;
        this.channel = channel;
        this.publishes = publishes;
        this.since = services.patrols().now();
    }

    /** Opens or shuts the gate as things stand now. */
    void update() {
        boolean wanted = !closedForGood && hasRoom() && channel.isWritable();
        if (wanted == open) {
            return;
        }
        open = wanted;
        since = services.patrols().now();
        if (!open) {
            services.events().emit(new GatewayEvent.ReadingPaused(Input.MQTT));
        }
        channel.config().setAutoRead(open);
    }

    private boolean hasRoom() {
        MqttLimits limits = services.limits();
        return publishes.size() < limits.window()
                && publishes.bytes() < limits.windowBytes()
                && (publishes.size() == 0 || services.inFlight().roomy());
    }

    void writabilityChanged() {
        writabilitySince = services.patrols().now();
        update();
    }

    /** Reads nothing more. */
    void shut() {
        closedForGood = true;
        update();
    }

    /**
     * For how long the client could have been heard and was not, in nanoseconds: a client that is
     * not read is not silent.
     */
    long silence(long now, long lastHeard) {
        return open ? now - Math.max(lastHeard, since) : 0;
    }

    /** For how long the client has not read its answers, in nanoseconds. */
    long unwritableFor(long now) {
        return channel.isWritable() ? 0 : now - writabilitySince;
    }
}
