// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.mqtt;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Bytes as MQTT clients send them, written by hand. */
public final class Packets {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    private Packets() {}

    public static byte[] connect3(String clientId, String user, String password) {
        return connect(4, clientId, user, password, 60, new byte[0]);
    }

    public static byte[] connect5(String clientId, String user, String password) {
        return connect(5, clientId, user, password, 60, new byte[0]);
    }

    /** An empty user or password is left out. */
    public static byte[] connect(
            int version,
            String clientId,
            String user,
            String password,
            int keepAlive,
            byte[] properties) {
        int flags = 0x02 | (user.isEmpty() ? 0 : 0x80) | (password.isEmpty() ? 0 : 0x40);
        Packets packet = new Packets();
        packet.text("MQTT").octet(version).octet(flags).number(keepAlive);
        if (version == 5) {
            packet.length(properties.length).bytes(properties);
        }
        packet.text(clientId);
        if (!user.isEmpty()) {
            packet.text(user);
        }
        if (!password.isEmpty()) {
            packet.text(password);
        }
        return packet.with(0x10);
    }

    public static byte[] connectWithWill(
            int version, int willQos, boolean retain, String user, String password) {
        int flags = 0xC2 | 0x04 | (willQos << 3) | (retain ? 0x20 : 0);
        Packets packet = new Packets();
        packet.text("MQTT").octet(version).octet(flags).number(60);
        if (version == 5) {
            packet.octet(0);
        }
        packet.text("c");
        if (version == 5) {
            packet.octet(0);
        }
        return packet.text("gone").text("bye").text(user).text(password).with(0x10);
    }

    public static byte[] publish3(String topic, int packetId, String payload) {
        return publish(
                3, 1, topic, packetId, new byte[0], payload.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] publish5(String topic, int packetId, String payload) {
        return publish(
                5, 1, topic, packetId, new byte[0], payload.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] publish(
            int version, int qos, String topic, int packetId, byte[] properties, byte[] payload) {
        Packets packet = new Packets();
        packet.text(topic);
        if (qos > 0) {
            packet.number(packetId);
        }
        if (version == 5) {
            packet.length(properties.length).bytes(properties);
        }
        return packet.bytes(payload).with(0x30 | (qos << 1));
    }

    public static byte[] subscribe(int version, int packetId, String filter) {
        Packets packet = new Packets();
        packet.number(packetId);
        if (version == 5) {
            packet.octet(0);
        }
        return packet.text(filter).octet(0).with(0x82);
    }

    public static byte[] ping() {
        return new byte[] {(byte) 0xC0, 0};
    }

    public static byte[] disconnect() {
        return new byte[] {(byte) 0xE0, 0};
    }

    public static byte[] userProperty(String name, String value) {
        return new Packets().octet(0x26).text(name).text(value).body.toByteArray();
    }

    public static byte[] topicAlias(int alias) {
        return new Packets().octet(0x23).number(alias).body.toByteArray();
    }

    public static byte[] join(byte[]... parts) {
        Packets packet = new Packets();
        for (byte[] part : parts) {
            packet.bytes(part);
        }
        return packet.body.toByteArray();
    }

    private Packets text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return number(bytes.length).bytes(bytes);
    }

    private Packets octet(int value) {
        body.write(value);
        return this;
    }

    private Packets number(int value) {
        return octet(value >> 8).octet(value);
    }

    private Packets bytes(byte[] bytes) {
        body.writeBytes(bytes);
        return this;
    }

    private Packets length(int length) {
        int rest = length;
        while (rest >= 0x80) {
            octet((rest & 0x7f) | 0x80);
            rest >>= 7;
        }
        return octet(rest);
    }

    private byte[] with(int fixedHeader) {
        Packets packet = new Packets();
        packet.octet(fixedHeader).length(body.size()).bytes(body.toByteArray());
        return packet.body.toByteArray();
    }
}
