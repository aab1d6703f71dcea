// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.transport;

import java.net.InetSocketAddress;

/**
 * Where to listen.
 *
 * @param host an address or name of this machine
 * @param port 0 to 65535; 0 lets the system choose
 */
public record ListenAddress(String host, int port) {
    public ListenAddress {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(
                    "port " + port + " is not within 0 to 65535; choose another");
        }
    }

    /** On this machine only. */
    public static ListenAddress loopback(int port) {
        return new ListenAddress("127.0.0.1", port);
    }

    public InetSocketAddress toSocketAddress() {
        return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
