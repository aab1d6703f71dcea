// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;

import org.lamplighter.gateway.event.Input;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** A bound TCP listener. Thread-safe. */
public final class Listener {
    /** Connections that wait to be accepted; the system may allow fewer and turns away more. */
    private static final int BACKLOG = 4_096;

    /** Bytes that may wait for a client to read them; above, reading from it stops. */
    public static final WriteBufferWaterMark WRITE_BUFFER =
            new WriteBufferWaterMark(8 << 10, 32 << 10);

    /** The most bytes of a connection that are read at once: what comes in after a stop. */
    static final int READ_BUFFER = 64 << 10;

    private static final int FIRST_READ_BUFFER = 2 << 10;

    private final Input input;
    private final Channel channel;

    private Listener(Input input, Channel channel) {
        this.input = input;
        this.channel = channel;
    }

    /**
     * Binds.
     *
     * @param cap comes first in each pipeline
     * @param pipeline adds the protocol's handlers to a new connection
     * @throws IOException if the address cannot be had; the message says what to do
     */
    public static Listener bind(
            Input input,
            ListenAddress address,
            EventLoopGroup loops,
            ConnectionCap cap,
            Consumer<ChannelPipeline> pipeline)
            throws IOException {
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(loops)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_BUFFER)
                        .childOption(
                                ChannelOption.RECVBUF_ALLOCATOR,
                                new AdaptiveRecvByteBufAllocator(
                                        64, FIRST_READ_BUFFER, READ_BUFFER))
                        .childHandler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel channel) {
                                        channel.pipeline().addLast(cap);
                                        pipeline.accept(channel.pipeline());
                                    }
                                });
        ChannelFuture bound = bootstrap.bind(address.toSocketAddress()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw cannotBind(input, address, bound.cause());
        }
        return new Listener(input, bound.channel());
    }

    private static IOException cannotBind(Input input, ListenAddress address, Throwable cause) {
        String what = "cannot listen for " + input.label() + " on " + address + ": ";
        String why =
                cause instanceof BindException
                        ? "the address is in use or not this machine's; stop what uses it or"
                                + " choose another port"
                        : String.valueOf(cause.getMessage());
        return new IOException(what + why, cause);
    }

    public Input input() {
        return input;
    }

    /** The address it is bound to, with the port that the system chose. */
    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    /** Whether it accepts connections. */
    public boolean isUp() {
        return channel.isActive();
    }

    /** Stops accepting; open connections stay. */
    public void stopAccepting() {
        channel.close().awaitUninterruptibly();
    }
}
