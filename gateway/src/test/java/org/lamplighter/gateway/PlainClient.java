// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway;

import org.lamplighter.gateway.identity.KnownDevices;
import org.lamplighter.gateway.mqtt.Packets;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;

/** MQTT over a plain socket: sends bytes, reads packets. */
final class PlainClient implements AutoCloseable {
    /** What {@link #read} returns at the end of the connection. */
    static final byte[] END = new byte[0];

    private final Socket socket = new Socket();
    private final OutputStream out;
    private final DataInputStream in;

    PlainClient(InetSocketAddress gateway) throws IOException {
        socket.setTcpNoDelay(true);
        socket.connect(gateway, 10_000);
        socket.setSoTimeout((int) Duration.ofSeconds(30).toMillis());
        out = socket.getOutputStream();
        in = new DataInputStream(socket.getInputStream());
    }

    /** Connected as MQTT 3.1.1 with the device's own token. */
    static PlainClient connected(InetSocketAddress gateway, String device) throws IOException {
        PlainClient client = new PlainClient(gateway);
        client.send(Packets.connect3("", device, KnownDevices.tokenOf(device)));
        byte[] connack = client.read();
        if (connack.length != 4 || connack[3] != 0) {
            throw new IOException("not admitted: " + java.util.HexFormat.of().formatHex(connack));
        }
        return client;
    }

    void send(byte[]... packets) throws IOException {
        out.write(Packets.join(packets));
        out.flush();
    }

    /** The next packet, or {@link #END}. */
    byte[] read() throws IOException {
        try {
            int type = in.read();
            if (type < 0) {
                return END;
            }
            int length = in.readUnsignedByte();
            byte[] packet = new byte[2 + length];
            packet[0] = (byte) type;
            packet[1] = (byte) length;
            in.readFully(packet, 2, length);
            return packet;
        } catch (SocketException reset) {
            return END;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
