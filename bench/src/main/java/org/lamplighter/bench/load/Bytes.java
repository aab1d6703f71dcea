// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.load;

import io.netty.buffer.ByteBuf;

import java.nio.charset.StandardCharsets;

/** Writes the two packets of MQTT 3.1.1 that a load needs, as cheaply as can be. */
final class Bytes {
    private static final int KEEP_ALIVE_SECONDS = 600;

    /** The session is to be kept, so that packet ids and DUP mean the same on the next one. */
    private static final int KEPT_WITH_USER_AND_PASSWORD = 0xC0;

    private static final int PUBLISH_QOS_1 = 0x32;
    private static final int DUP = 0x08;

    private Bytes() {}

    static void connect(ByteBuf out, Sender sender) {
        byte[] device = sender.device().getBytes(StandardCharsets.UTF_8);
        byte[] password = sender.token().getBytes(StandardCharsets.UTF_8);
        out.writeByte(0x10);
        length(out, 10 + 2 + device.length + 2 + device.length + 2 + password.length);
        text(out, "MQTT".getBytes(StandardCharsets.US_ASCII));
        out.writeByte(4).writeByte(KEPT_WITH_USER_AND_PASSWORD).writeShort(KEEP_ALIVE_SECONDS);
        text(out, device);
        text(out, device);
        text(out, password);
    }

    static void publish(ByteBuf out, byte[] topic, int packetId, byte[] payload, boolean again) {
        out.writeByte(again ? PUBLISH_QOS_1 | DUP : PUBLISH_QOS_1);
        length(out, 2 + topic.length + 2 + payload.length);
        text(out, topic);
        out.writeShort(packetId).writeBytes(payload);
    }

    private static void text(ByteBuf out, byte[] text) {
        out.writeShort(text.length).writeBytes(text);
    }

    private static void length(ByteBuf out, int length) {
        int rest = length;
        while (rest >= 0x80) {
            out.writeByte((rest & 0x7f) | 0x80);
            rest >>= 7;
        }
        out.writeByte(rest);
    }
}
