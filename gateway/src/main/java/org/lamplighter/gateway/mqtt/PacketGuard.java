// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

import org.lamplighter.gateway.event.IngestFault;
import org.lamplighter.gateway.transport.OnEventLoop;

/**
 * Looks at each packet's fixed header before the decoder buffers a byte of its body (MQTT 5 section
 * 2.1): the first packet must be a CONNECT of at most {@link MqttLimits#MAX_CONNECT} bytes, every
 * other one at most {@link MqttLimits#MAX_PACKET}. The type is checked before the length.
 *
 * <p>It holds no bytes back, so packets may come in any pieces.
 */
@OnEventLoop
final class PacketGuard extends ChannelInboundHandlerAdapter {
    /** A packet that must not reach the decoder; nothing after it does either. */
    record BadPacket(IngestFault fault, boolean publish) {}

    private enum Next {
        TYPE,
        LENGTH,
        BODY
    }

    private static final int CONNECT = 0x10;
    private static final int PUBLISH = 0x30;
    private static final int MAX_LENGTH_BYTES = 4;

    private Next next = Next.TYPE;
    private boolean first = true;
    private int type;
    private int lengthBytes;
    private int remaining;
    private boolean discarding;

    /** From now on everything is dropped: the connection is being ended. */
    void discard() {
        discarding = true;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (discarding) {
            bytes.release();
            return;
        }
        int packetStart = bytes.readerIndex();
        int end = bytes.writerIndex();
        int i = packetStart;
        while (i < end) {
            if (next == Next.BODY) {
                int skipped = Math.min(remaining, end - i);
                remaining -= skipped;
                i += skipped;
                next = remaining == 0 ? Next.TYPE : Next.BODY;
                packetStart = i;
            } else if (isBad(bytes.getUnsignedByte(i++))) {
                refuse(ctx, bytes.writerIndex(packetStart));
                return;
            } else if (next == Next.TYPE) {
                packetStart = i;
            }
        }
        ctx.fireChannelRead(bytes);
    }

    private boolean isBad(int octet) {
        if (next == Next.TYPE) {
            type = octet;
            remaining = 0;
            lengthBytes = 0;
            next = Next.LENGTH;
            return first && type != CONNECT;
        }
        remaining |= (octet & 0x7f) << (7 * lengthBytes++);
        if (octet >= 0x80) {
            return lengthBytes == MAX_LENGTH_BYTES;
        }
        int limit = first ? MqttLimits.MAX_CONNECT : MqttLimits.MAX_PACKET;
        next = remaining == 0 ? Next.TYPE : Next.BODY;
        boolean tooLong = remaining > limit;
        first &= tooLong;
        return tooLong;
    }

    private void refuse(ChannelHandlerContext ctx, ByteBuf before) {
        discarding = true;
        boolean wrongType = first && type != CONNECT;
        boolean endless = next == Next.LENGTH;
        IngestFault fault =
                wrongType
                        ? IngestFault.PROTOCOL_ERROR
                        : endless ? IngestFault.MALFORMED : IngestFault.TOO_LARGE;
        ctx.fireChannelRead(before);
        ctx.fireUserEventTriggered(
                new BadPacket(fault, fault == IngestFault.TOO_LARGE && (type & 0xf0) == PUBLISH));
    }
}
