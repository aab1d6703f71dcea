// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds loopback ports that nobody listens on, for tests and for listeners that nobody needs to
 * know.
 */
public final class FreePorts {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int TRIES = 200;
    private static final int REMEMBERED = 64;
    private static final Deque<Integer> GIVEN = new ArrayDeque<>();

    private FreePorts() {}

    /**
     * A port that was free a moment ago; another process may still take it first. Never the same
     * twice in a row of {@value #REMEMBERED}, so that one server's two listeners get two. It is
     * below those that Linux gives to clients, which would take one soon.
     */
    public static synchronized int next() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (!GIVEN.contains(port) && isFree(port)) {
                GIVEN.addLast(port);
                if (GIVEN.size() > REMEMBERED) {
                    GIVEN.removeFirst();
                }
                return port;
            }
        }
        throw new EmbeddedServerException(
                "no loopback port of "
                        + TRIES
                        + " between "
                        + LOWEST
                        + " and "
                        + HIGHEST
                        + " is free; close some listeners and start again");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
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
