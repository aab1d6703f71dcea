// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.coap;

import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.lamplighter.gateway.event.GatewayEvent;
import org.lamplighter.gateway.event.GatewayEvents;
import org.lamplighter.gateway.event.IngestFault;
import org.lamplighter.gateway.event.Input;
import org.lamplighter.gateway.identity.DeviceDirectory;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;

/**
 * DTLS that turns handshakes away until the registry has been read: nobody's key is known before,
 * and a device that met with silence would send its hello again and again for a minute. It is told
 * at once instead, by an alert that ends the handshake, and comes again when it sees fit.
 *
 * <p>The alert is shorter than any hello, and nothing is kept of who was sent one. Thread-safe;
 * never blocks.
 */
final class DtlsEntrance extends DTLSConnector {
    private static final int RECORD_HEADER = 13;
    private static final int EPOCH = 3;
    private static final byte HANDSHAKE = 22;
    private static final byte CLIENT_HELLO = 1;

    /** A fatal internal_error in a record of DTLS 1.2 (RFC 5246 section 7.2, RFC 6347 4.1). */
    private static final byte[] ALERT = {
        21, (byte) 0xfe, (byte) 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 80
    };

    private final DeviceDirectory devices;
    private final GatewayEvents events;

    DtlsEntrance(DtlsConnectorConfig config, DeviceDirectory devices, GatewayEvents events) {
        super(config);
        this.devices = devices;
        this.events = events;
    }

    @Override
    protected void processDatagram(DatagramPacket datagram, InetSocketAddress router) {
        if (devices.isComplete()) {
            super.processDatagram(datagram, router);
        } else if (isClientHello(datagram)) {
            turnAway((InetSocketAddress) datagram.getSocketAddress());
        }
        // whatever else comes so early belongs to a session that an earlier run had
    }

    private void turnAway(InetSocketAddress peer) {
        events.emit(
                new GatewayEvent.ConnectionRefused(
                        Input.COAPS, peer.toString(), IngestFault.REGISTRY_NOT_READY));
        try {
            sendNextDatagramOverNetwork(new DatagramPacket(ALERT.clone(), ALERT.length, peer));
        } catch (IOException e) {
            // then it hears nothing and tries again, as over any lossy network
        }
    }

    /** Whether its first record begins a handshake; one in fragments has the same type in each. */
    private static boolean isClientHello(DatagramPacket datagram) {
        byte[] data = datagram.getData();
        int at = datagram.getOffset();
        return datagram.getLength() > RECORD_HEADER
                && data[at] == HANDSHAKE
                && data[at + EPOCH] == 0
                && data[at + EPOCH + 1] == 0
                && data[at + RECORD_HEADER] == CLIENT_HELLO;
    }
}
