// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.coap;

import org.lamplighter.gateway.transport.ListenAddress;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where CoAP devices send to.
 *
 * @param secure by DTLS; empty if not at all
 * @param plain without DTLS; empty unless somebody asks for it
 * @param limits what a device may do
 */
public record CoapConfig(
        Optional<Secure> secure, Optional<ListenAddress> plain, CoapLimits limits) {
    /** No CoAP. */
    public static final CoapConfig OFF =
            new CoapConfig(Optional.empty(), Optional.empty(), CoapLimits.DEFAULT);

    /**
     * By DTLS.
     *
     * @param address where
     * @param masterKey the file of the key that the desk seals devices' keys under; it must be
     *     there
     */
    public record Secure(ListenAddress address, Path masterKey) {}

    public CoapConfig withSecure(ListenAddress address, Path masterKey) {
        return new CoapConfig(Optional.of(new Secure(address, masterKey)), plain, limits);
    }

    public CoapConfig withPlain(ListenAddress address) {
        return new CoapConfig(secure, Optional.of(address), limits);
    }

    public CoapConfig withLimits(CoapLimits newLimits) {
        return new CoapConfig(secure, plain, newLimits);
    }
}
