// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lamplighter.gateway.RecordingEvents;
import org.lamplighter.gateway.event.Input;

import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

@Timeout(60)
class ListenerTest {
    private static final int READ_BUFFER = 64 * 1024;

    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void readsAtMost64KiBAtOnce() throws Exception {
        BlockingQueue<Integer> reads = new LinkedBlockingQueue<>();
        Listener listener = listen(new Sizes(reads));

        try (Socket client = new Socket()) {
            client.connect(listener.address());
            int length = 4 << 20;
            client.getOutputStream().write(new byte[length]);
            int largest = 0;
            for (int read = 0; read < length; ) {
                Integer size = reads.poll(30, TimeUnit.SECONDS);
                assertThat(size).isNotNull().isPositive().isLessThanOrEqualTo(READ_BUFFER);
                largest = Math.max(largest, size);
                read += size;
            }
            assertThat(largest).as("it grows to that").isEqualTo(READ_BUFFER);
        }
    }

    @Test
    void holds32KiBOfAnswersThatAreNotReadYet() throws Exception {
        BlockingQueue<WriteBufferWaterMark> marks = new LinkedBlockingQueue<>();
        Listener listener =
                listen(
                        new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelActive(ChannelHandlerContext ctx) {
                                marks.add(ctx.channel().config().getWriteBufferWaterMark());
                            }
                        });

        try (Socket client = new Socket()) {
            client.connect(listener.address());
            WriteBufferWaterMark mark = marks.poll(30, TimeUnit.SECONDS);
            assertThat(mark).isNotNull();
            assertThat(mark.high()).isEqualTo(32 * 1024);
        }
    }

    private Listener listen(ChannelInboundHandlerAdapter handler) throws Exception {
        ConnectionCap cap =
                new ConnectionCap(Input.MQTT, ConnectionLimits.DEFAULT, new RecordingEvents());
        return Listener.bind(
                Input.MQTT,
                ListenAddress.loopback(0),
                loops,
                cap,
                pipeline -> pipeline.addLast(handler));
    }

    /** Tells how much each read brought. */
    private static final class Sizes extends ChannelInboundHandlerAdapter {
        private final BlockingQueue<Integer> reads;

        Sizes(BlockingQueue<Integer> reads) {
            this.reads = reads;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            reads.add(bytes.readableBytes());
            bytes.release();
        }
    }
}
