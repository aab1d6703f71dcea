// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.chain;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The least that a durable answer costs: a server that lets everybody in, appends each PUBLISH to
 * one file, flushes what has gathered and answers it. One event loop, one thread that writes. Run
 * as a process: {@code FILE}; prints {@code port N}.
 */
public final class BareFloor {
    private static final int CONNECT = 1;
    private static final int PUBLISH = 3;
    private static final int MOST_HEADER_BYTES = 5;

    /** A frame that waits to be written. */
    private record Waiting(Channel from, int packetId, ByteBuffer packet) {}

    private final Object lock = new Object();
    private List<Waiting> gathering = new ArrayList<>();

    private BareFloor() {}

    public static void main(String[] args) throws Exception {
        new BareFloor().serve(Path.of(args[0]));
    }

    private void serve(Path file) throws IOException, InterruptedException {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        Channel server =
                new ServerBootstrap()
                        .group(loop)
                        .channel(NioServerSocketChannel.class)
                        .childHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        channel.pipeline().addLast(new Packets());
                                    }
                                })
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .sync()
                        .channel();
        System.out.println("port " + ((InetSocketAddress) server.localAddress()).getPort());
        try (FileChannel log =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (server.isOpen()) {
                keep(log);
            }
        }
    }

    private void keep(FileChannel log) throws IOException {
        List<Waiting> batch;
        synchronized (lock) {
            batch = gathering;
            gathering = new ArrayList<>();
        }
        if (batch.isEmpty()) {
            LockSupport.parkNanos(100_000);
            return;
        }
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(
                        batch.stream().mapToInt(it -> it.packet().remaining()).sum());
        batch.forEach(it -> bytes.put(it.packet()));
        bytes.flip();
        while (bytes.hasRemaining()) {
            int unused = log.write(bytes);
        }
        log.force(false);
        IdentityHashMap<Channel, ByteBuf> answers = new IdentityHashMap<>();
        for (Waiting each : batch) {
            answers.computeIfAbsent(each.from(), from -> from.alloc().buffer())
                    .writeByte(0x40)
                    .writeByte(2)
                    .writeShort(each.packetId());
        }
        for (var answer : answers.entrySet()) {
            Channel to = answer.getKey();
            var unused = to.writeAndFlush(answer.getValue(), to.voidPromise());
        }
    }

    /** Cuts the stream into packets; understands no more of them than it must. */
    private final class Packets extends ByteToMessageDecoder {
        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
            int begin = in.readerIndex();
            int length = remainingLength(in);
            if (length < 0 || in.readableBytes() < length) {
                in.readerIndex(begin);
                return;
            }
            int type = in.getUnsignedByte(begin) >>> 4;
            int body = in.readerIndex();
            if (type == CONNECT) {
                var unused =
                        context.writeAndFlush(
                                context.alloc().buffer().writeInt(0x20020000),
                                context.voidPromise());
            } else if (type == PUBLISH) {
                int packetId = in.getUnsignedShort(body + 2 + in.getUnsignedShort(body));
                ByteBuffer packet =
                        ByteBuffer.wrap(ByteBufUtil.getBytes(in, begin, body - begin + length));
                synchronized (lock) {
                    gathering.add(new Waiting(context.channel(), packetId, packet));
                }
            }
            in.readerIndex(body + length);
        }

        /** Reads a fixed header; less than 0 if it is not all there. */
        private static int remainingLength(ByteBuf in) {
            int length = 0;
            for (int i = 0; i < MOST_HEADER_BYTES && in.isReadable(); i++) {
                int next = in.readUnsignedByte();
                if (i > 0) {
                    length |= (next & 0x7f) << (7 * (i - 1));
                    if (next < 0x80) {
                        return length;
                    }
                }
            }
            return -1;
        }
    }
}
