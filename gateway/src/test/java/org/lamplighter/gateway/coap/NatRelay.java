// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.coap;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;

/**
 * Stands between one device and the gateway as a NAT does: the gateway sees the relay's port, which
 * changes when it is told, as after a quiet time in a mobile network.
 */
public final class NatRelay implements AutoCloseable {
    private final DatagramSocket inside;
    private final InetSocketAddress gateway;
    private volatile DatagramSocket outside;
    private volatile InetSocketAddress device;

    public NatRelay(InetSocketAddress gateway) throws IOException {
        this.gateway = gateway;
        this.inside = open();
        this.outside = open();
        this.device = gateway;
        Thread.ofVirtual().start(this::forward);
        rebindFrom(outside);
    }

    private static DatagramSocket open() throws IOException {
        return new DatagramSocket(0, InetAddress.getLoopbackAddress());
    }

    /** Where the device sends to. */
    public int port() {
        return inside.getLocalPort();
    }

    /** The port that the gateway sees. */
    public int outsidePort() {
        return outside.getLocalPort();
    }

    /** From now on the gateway sees another port; what it sends to the old one is lost. */
    public void changePort() throws IOException {
        DatagramSocket before = outside;
        outside = open();
        before.close();
        rebindFrom(outside);
    }

    private void rebindFrom(DatagramSocket socket) {
        Thread.ofVirtual().start(() -> backward(socket));
    }

    private void forward() {
        try {
            DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
            while (true) {
                packet.setLength(65_536);
                inside.receive(packet);
                device = (InetSocketAddress) packet.getSocketAddress();
                outside.send(to(gateway, packet));
            }
        } catch (IOException closed) {
            // the end of the test
        }
    }

    private void backward(DatagramSocket socket) {
        try {
            DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
            while (true) {
                packet.setLength(65_536);
                socket.receive(packet);
                inside.send(to(device, packet));
            }
        } catch (IOException closed) {
            // the port was changed, or the end of the test
        }
    }

    private static DatagramPacket to(InetSocketAddress address, DatagramPacket packet) {
        byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
        return new DatagramPacket(bytes, bytes.length, address);
    }

    @Override
    public void close() {
        inside.close();
        outside.close();
    }
}
