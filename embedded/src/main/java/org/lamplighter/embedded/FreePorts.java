// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Finds loopback ports that nobody listens on, for tests and for listeners that nobody needs to
 * know.
 */
public final class FreePorts {
    private FreePorts() {}

    /** A port that was free a moment ago; another process may still take it first. */
    public static int next() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new EmbeddedServerException(
                    "no loopback port is free; close some listeners and start again", e);
        }
    }

    /**
     * Fails if somebody listens there.
     *
     * @throws EmbeddedServerException saying which server does not start for it
     */
    static void requireFree(String server, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // connections of an earlier listener that linger do not count
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new EmbeddedServerException(
                    server
                            + " did not start: port "
                            + port
                            + " is in use by another program; stop that program, or choose another"
                            + " port",
                    e);
        }
    }

    /** The port itself, or a free one where it is 0. */
    static int orNext(int port) {
        return port == 0 ? next() : port;
    }
}
