// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A free port for each name that is asked for, the same every time. Not thread-safe. */
final class ClusterPorts {
    private final Map<String, Integer> ports = new LinkedHashMap<>();

    int of(String name) {
        return ports.computeIfAbsent(name, any -> free());
    }

    /** The addresses of so many brokers. */
    String bootstrap(int brokers) {
        return IntStream.rangeClosed(1, brokers)
                .mapToObj(i -> "127.0.0.1:" + of("kafka" + i))
                .collect(Collectors.joining(","));
    }

    /** Below those that the system gives to connections, or one could be taken before its use. */
    static int free() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(24_000, 32_000);
            try (ServerSocket socket =
                    new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // the next one, then
            }
        }
    }
}
