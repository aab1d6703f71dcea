// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

final class PortsTest {
    @Test
    void findsPortsThatNobodyListensOn() {
        Ports.anyFree().requireFree();
    }

    @Test
    void movesAllPortsByOneOffset() {
        assertThat(new Ports(100).byName().values())
                .containsExactly(1983, 5784, 8181, 8180, 8182, 5533, 9192, 9181, 9182);
    }

    @Test
    void namesThePortThatIsInUseAndWhatItIsFor() throws Exception {
        Ports ports = new Ports(33_000);
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.mqtt()));

            assertThatThrownBy(ports::requireFree)
                    .isInstanceOf(StartupException.class)
                    .hasMessage(
                            "port 34883 (MQTT) is in use by another program; stop that program, or"
                                    + " move all of Lamplighter's ports with --port-offset N");
        }
    }

    @Test
    void namesTheUdpPortThatIsInUse() throws Exception {
        Ports ports = new Ports(33_000);
        try (DatagramSocket taken =
                new DatagramSocket(ports.coaps(), InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(ports::requireFree)
                    .isInstanceOf(StartupException.class)
                    .hasMessage(
                            "port 38684 (CoAP over DTLS (UDP)) is in use by another program; stop"
                                    + " that program, or move all of Lamplighter's ports with"
                                    + " --port-offset N");
        }
    }

    @Test
    void refusesAnOffsetThatLeadsPastThePorts() {
        assertThatThrownBy(() -> new Ports(60_000))
                .isInstanceOf(StartupException.class)
                .hasMessage("the port offset must be 0 to 50000, not 60000; choose such a number");
    }
}
