// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.e2e;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** MQTT 3.1.1 as a small device's firmware speaks it, over a plain socket. */
final class PlainMqtt implements AutoCloseable {
    private static final int CONNECT = 0x10;
    private static final int CONNACK = 0x20;
    private static final int PUBLISH_QOS_1 = 0x32;
    private static final int PUBACK = 0x40;

    private final Socket socket;
    private final DataInputStream in;
    private int lastPacketId;

    private PlainMqtt(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    /** Connects with a device's credentials and demands acceptance. */
    static PlainMqtt connect(int port, String device, String token) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(15_000);
        socket.setTcpNoDelay(true);
        PlainMqtt client = new PlainMqtt(socket);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(body);
        out.writeUTF("MQTT");
        out.writeByte(4); // protocol level of 3.1.1
        out.writeByte(0xc2); // user name, password, clean session
        out.writeShort(60); // keep alive in seconds
        out.writeUTF(device);
        out.writeUTF(device);
        out.writeUTF(token);
        client.send(CONNECT, body.toByteArray());
        client.expect(CONNACK, 2);
        client.in.readByte();
        int code = client.in.readUnsignedByte();
        if (code != 0) {
            socket.close();
            throw new IOException("CONNACK with return code " + code);
        }
        return client;
    }

    /** Publishes at QoS 1 and returns once the PUBACK for it has come. */
    void publish(String topic, String payload) throws IOException {
        lastPacketId = lastPacketId % 65_535 + 1;
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(body);
        out.writeUTF(topic);
        out.writeShort(lastPacketId);
        out.write(payload.getBytes(StandardCharsets.UTF_8));
        send(PUBLISH_QOS_1, body.toByteArray());
        expect(PUBACK, 2);
        int acknowledged = in.readUnsignedShort();
        if (acknowledged != lastPacketId) {
            throw new IOException(
                    "PUBACK for " + acknowledged + " where " + lastPacketId + " was due");
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void send(int firstByte, byte[] body) throws IOException {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(firstByte);
        int length = body.length;
        do {
            int digit = length % 128;
            length /= 128;
            packet.write(length > 0 ? digit | 0x80 : digit);
        } while (length > 0);
        packet.write(body);
        socket.getOutputStream().write(packet.toByteArray());
        socket.getOutputStream().flush();
    }

    private void expect(int firstByte, int length) throws IOException {
        int type = in.readUnsignedByte();
        int remaining = in.readUnsignedByte();
        if (type != firstByte || remaining != length) {
            throw new IOException(
                    "expected packet type "
                            + firstByte
                            + " of length "
                            + length
                            + ", got "
                            + type
                            + " of length "
                            + remaining);
        }
    }
}
