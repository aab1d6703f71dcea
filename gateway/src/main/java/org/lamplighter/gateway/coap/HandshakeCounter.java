// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.coap;

import org.eclipse.californium.scandium.DtlsHealth;
import org.lamplighter.gateway.event.GatewayEvent;
import org.lamplighter.gateway.event.GatewayEvents;
import org.lamplighter.gateway.event.Input;

/** Counts DTLS handshakes: those that succeed are connections opened. */
record HandshakeCounter(Input input, GatewayEvents events) implements DtlsHealth {
    @Override
    public void endHandshake(boolean success) {
        events.emit(
                success
                        ? new GatewayEvent.ConnectionOpened(input)
                        : new GatewayEvent.HandshakeFailed(input));
    }

    @Override
    public boolean isEnabled() {
        return true;
    }

    @Override
    public void dump(String tag, int maxConnections, int remaining, int withoutVerify) {}

    @Override
    public void startHandshake() {}

    @Override
    public void receivingRecord(boolean drop) {}

    @Override
    public void sendingRecord(boolean drop) {}
}
