// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

import org.lamplighter.gateway.event.CloseReason;
import org.lamplighter.gateway.event.GatewayEvent;
import org.lamplighter.gateway.event.GatewayEvents;
import org.lamplighter.gateway.event.Input;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts a listener's connections and closes one too many at once. Thread-safe, shared by all
 * connections; its map holds only addresses that have a connection.
 */
// a write or close that fails ends the connection, and that is seen as such
@SuppressWarnings("FutureReturnValueIgnored")
@Sharable
public final class ConnectionCap extends ChannelInboundHandlerAdapter {
    private final Input input;
    private final ConnectionLimits limits;
    private final GatewayEvents events;
    private final AtomicInteger total = new AtomicInteger();
    private final Map<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();

    public ConnectionCap(Input input, ConnectionLimits limits, GatewayEvents events) {
        this.input = input;
        this.limits = limits;
        this.events = events;
    }

    /** How many connections are open. */
    public int connections() {
        return total.get();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        events.emit(new GatewayEvent.ConnectionOpened(input));
        InetAddress address = addressOf(ctx.channel());
        ctx.channel().closeFuture().addListener((ChannelFutureListener) closed -> leave(address));
        boolean gatewayFull = total.incrementAndGet() > limits.total();
        boolean addressFull = byAddress.merge(address, 1, Integer::sum) > limits.perAddress();
        if (gatewayFull || addressFull) {
            CloseReason reason = gatewayFull ? CloseReason.GATEWAY_FULL : CloseReason.ADDRESS_FULL;
            events.emit(new GatewayEvent.ConnectionClosed(input, reason));
            ctx.close();
            return;
        }
        ctx.pipeline().remove(this);
        ctx.fireChannelActive();
    }

    /** Nobody behind this handler has heard of a connection that was one too many. */
    @Override
    public void channelInactive(ChannelHandlerContext ctx) {}

    private void leave(InetAddress address) {
        total.decrementAndGet();
        byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }

    private static InetAddress addressOf(Channel channel) {
        SocketAddress address = channel.remoteAddress();
        return address instanceof InetSocketAddress inet
                ? inet.getAddress()
                : InetAddress.getLoopbackAddress();
    }
}
