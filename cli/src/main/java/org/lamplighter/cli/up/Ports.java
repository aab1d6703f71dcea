// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.up;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The ports of the all-in-one, all on loopback, all moved by one offset.
 *
 * @param offset added to each port, 0 to 50000
 */
public record Ports(int offset) {
    /** What the demo's broker is called where its address is told. */
    static final String DEMO_BROKER = "MQTT broker of the demo";

    private static final String COAPS = "CoAP over DTLS (UDP)";

    /** Where {@link #anyFree} looks: below the ports that the system gives to clients. */
    private static final int LOWEST_ANY = 10_000;

    private static final int HIGHEST_ANY = 23_000;
    private static final int TRIES = 50;

    public Ports {
        if (offset < 0 || offset > 50_000) {
            throw new StartupException(
                    "the port offset must be 0 to 50000, not " + offset + "; choose such a number");
        }
    }

    /**
     * Ports that nobody listens on at this moment, for a start beside others on one machine.
     *
     * @throws StartupException naming the last one that was taken, if none are found
     */
    public static Ports anyFree() {
        for (int tries = 1; ; tries++) {
            Ports ports = new Ports(ThreadLocalRandom.current().nextInt(LOWEST_ANY, HIGHEST_ANY));
            try {
                ports.requireFree();
                return ports;
            } catch (StartupException taken) {
                if (tries == TRIES) {
                    throw taken;
                }
            }
        }
    }

    public int mqtt() {
        return 1883 + offset;
    }

    /** CoAP over DTLS, UDP. */
    public int coaps() {
        return 5684 + offset;
    }

    /** CoAP without DTLS, UDP; free unless {@code gateway.coap.plain} is on. */
    public int coap() {
        return 5683 + offset;
    }

    public int deviceHttp() {
        return 8081 + offset;
    }

    public int desk() {
        return 8080 + offset;
    }

    public int flink() {
        return 8082 + offset;
    }

    public int postgres() {
        return 5433 + offset;
    }

    public int kafka() {
        return 9092 + offset;
    }

    public int gatewayMetrics() {
        return 9081 + offset;
    }

    public int jobsMetrics() {
        return 9082 + offset;
    }

    /** Where the demo's receiver listens; free unless {@code --demo} is given. */
    public int demoReceiver() {
        return 9000 + offset;
    }

    /** Where the demo's own MQTT broker listens; free unless {@code --demo} is given. */
    public int demoBroker() {
        return 1884 + offset;
    }

    /** Each port by what listens on it, in the order of the table that {@code up} prints. */
    public Map<String, Integer> byName() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("MQTT", mqtt());
        ports.put(COAPS, coaps());
        ports.put("device HTTP", deviceHttp());
        ports.put("web page and REST", desk());
        ports.put("Flink", flink());
        ports.put("PostgreSQL", postgres());
        ports.put("Kafka", kafka());
        ports.put("gateway metrics", gatewayMetrics());
        ports.put("jobs metrics", jobsMetrics());
        return ports;
    }

    /**
     * Fails on the first port that somebody listens on already, before anything is started.
     *
     * @throws StartupException naming the port and what it is for
     */
    public void requireFree() {
        byName().forEach(
                        (name, port) -> {
                            if (name.equals(COAPS)) {
                                requireFreeUdp(name, port);
                                return;
                            }
                            requireFreeTcp(name, port);
                        });
    }

    /** The same for the demo's broker. */
    void requireBrokerFree() {
        requireFreeTcp(DEMO_BROKER, demoBroker());
    }

    private static void requireFreeTcp(String name, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // Without this a port whose last connections linger in TIME_WAIT after a kill -9
            // would count as taken.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw inUse(name, port, e);
        }
    }

    private static void requireFreeUdp(String name, int port) {
        try (DatagramSocket socket = new DatagramSocket(null)) {
            socket.setReuseAddress(false);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw inUse(name, port, e);
        }
    }

    private static StartupException inUse(String name, int port, IOException cause) {
        return new StartupException(
                "port "
                        + port
                        + " ("
                        + name
                        + ") is in use by another program; stop that program, or move all of"
                        + " Lamplighter's ports with --port-offset N",
                cause);
    }
}
