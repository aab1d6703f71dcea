// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * One device's connection; on its lane's event loop only. What was not acknowledged when a
 * connection ended is sent again on the next one: the same bytes under the same packet id, with the
 * DUP flag, in the same order.
 */
// shared by the device's connections, of which there is one at a time
@Sharable
// a write that fails ends the connection, and that is counted
@SuppressWarnings("FutureReturnValueIgnored")
final class LoadConnection extends ChannelInboundHandlerAdapter {
    private static final int CONNACK = 0x20;
    private static final int PUBACK = 0x40;
    private static final int SERVER_UNAVAILABLE = 3;
    private static final int MAX_PACKET_ID = 65_535;

    /** A frame that is not acknowledged yet. */
    private record Frame(long sequence, long millis, long due, int packetId) {}

    private final Sender sender;
    private final Lane lane;
    private final LoadPlan plan;
    private final byte[] topic;
    private final Queue<Frame> unanswered = new ArrayDeque<>(2);
    private final byte[] answer = new byte[4];
    private int answerBytes;
    private long nextFrame;
    private long nextSequence;
    private long lastMillis;
    private int nextPacketId = 1;
    private int tries;
    private boolean known;
    private @Nullable ChannelHandlerContext open;

    /**
     * Makes a device's connection, which is not open yet.
     *
     * @param firstFrame which of the lane's frames is its first in an open loop
     */
    LoadConnection(Sender sender, Lane lane, LoadPlan plan, long firstFrame) {
        this.sender = sender;
        this.lane = lane;
        this.plan = plan;
        this.topic = plan.topic().getBytes(StandardCharsets.UTF_8);
        this.nextFrame = firstFrame;
    }

    /** Which of the lane's frames is its next in an open loop. */
    long nextFrame() {
        return nextFrame;
    }

    /** How often it tried to connect in vain since it was last let in. */
    int nextTry() {
        return tries++;
    }

    boolean hasRoom() {
        return open != null && unanswered.size() < plan.window();
    }

    /**
     * Writes the next frame; flushed by {@link #flush}.
     *
     * @param due when it was due, by {@link System#nanoTime}
     * @param millis the same by the wall clock; a device's frames get strictly growing times
     * @param step how many of the lane's frames from this one to the device's next
     */
    void send(long due, long millis, int step) {
        lastMillis = Math.max(lastMillis + 1, millis);
        Frame frame = new Frame(nextSequence++, lastMillis, due, nextPacketId);
        nextFrame += step;
        nextPacketId = nextPacketId == MAX_PACKET_ID ? 1 : nextPacketId + 1;
        unanswered.add(frame);
        write(frame, Ledger.Event.SEND);
    }

    void flush() {
        with(ChannelHandlerContext::flush);
    }

    void close() {
        with(ChannelHandlerContext::close);
    }

    private void with(Consumer<ChannelHandlerContext> action) {
        if (open != null) {
            action.accept(open);
        }
    }

    private void write(Frame frame, Ledger.Event event) {
        if (open == null) {
            return;
        }
        lane.sent(entry(event, frame));
        byte[] payload =
                plan.payloads()
                        .payload(sender.device(), frame.sequence(), frame.millis(), frame.due());
        ByteBuf packet = open.alloc().buffer(topic.length + payload.length + 16);
        boolean again = event == Ledger.Event.RESEND;
        Bytes.publish(packet, topic, frame.packetId(), payload, again);
        open.write(packet, open.voidPromise());
    }

    private Ledger.Entry entry(Ledger.Event event, Frame frame) {
        return new Ledger.Entry(
                System.currentTimeMillis(),
                event,
                sender.device(),
                frame.sequence(),
                frame.millis());
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        answerBytes = 0;
        ByteBuf connect = ctx.alloc().buffer(256);
        Bytes.connect(connect, sender);
        ctx.writeAndFlush(connect);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            while (bytes.isReadable()) {
                answer[answerBytes++] = bytes.readByte();
                if (answerBytes == answer.length) {
                    answerBytes = 0;
                    heard(ctx);
                }
            }
        } finally {
            bytes.release();
        }
    }

    private void heard(ChannelHandlerContext ctx) {
        switch (answer[0]) {
            case CONNACK -> connected(ctx, answer[3]);
            case PUBACK -> acknowledged(((answer[2] & 0xff) << 8) | (answer[3] & 0xff));
            default -> lane.failed("an answer of type " + (answer[0] & 0xff));
        }
    }

    private void connected(ChannelHandlerContext ctx, int code) {
        if (code != 0) {
            if (code == SERVER_UNAVAILABLE) {
                lane.turnedAway();
            } else {
                lane.failed("CONNACK " + code + " for " + sender.device());
            }
            ctx.close();
            return;
        }
        open = ctx;
        tries = 0;
        unanswered.forEach(frame -> write(frame, Ledger.Event.RESEND));
        ctx.flush();
        boolean first = !known;
        known = true;
        lane.admitted(this, first);
    }

    private void acknowledged(int packetId) {
        @Nullable Frame frame = unanswered.poll();
        if (frame == null || frame.packetId() != packetId) {
            lane.failed("a PUBACK out of order");
            with(ChannelHandlerContext::close);
            return;
        }
        lane.acknowledged(this, entry(Ledger.Event.ACK, frame), frame.due());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        open = null;
        lane.lost(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
