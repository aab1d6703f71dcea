// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;

import org.junit.jupiter.api.Test;
import org.lamplighter.gateway.GatewayConfig;
import org.lamplighter.gateway.RecordingEvents;
import org.lamplighter.gateway.event.CloseReason;
import org.lamplighter.gateway.event.Input;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

class ConnectionCapTest {
    private final RecordingEvents events = new RecordingEvents();
    private final AtomicInteger served = new AtomicInteger();

    @Test
    void holdsSoManyConnectionsAndClosesOneMore() {
        ConnectionCap cap = new ConnectionCap(Input.MQTT, new ConnectionLimits(2, 2), events);
        EmbeddedChannel a = connect(cap, "192.0.2.1");
        EmbeddedChannel b = connect(cap, "192.0.2.2");
        assertThat(a.isOpen() && b.isOpen()).as("at the limit").isTrue();

        EmbeddedChannel c = connect(cap, "192.0.2.3");

        assertThat(c.isOpen()).isFalse();
        assertThat(a.isOpen() && b.isOpen()).isTrue();
        assertThat(cap.connections()).isEqualTo(2);
        assertThat(served).hasValue(2);
        assertThat(events.closed()).containsExactly(CloseReason.GATEWAY_FULL);
        var unused = a.close();
        assertThat(connect(cap, "192.0.2.3").isOpen()).as("once there is room").isTrue();
    }

    @Test
    void holdsSoManyConnectionsOfAnAddressAndClosesOneMore() {
        ConnectionCap cap = new ConnectionCap(Input.MQTT, new ConnectionLimits(9, 2), events);
        EmbeddedChannel a = connect(cap, "192.0.2.1");
        EmbeddedChannel b = connect(cap, "192.0.2.1");
        assertThat(a.isOpen() && b.isOpen()).as("at the limit").isTrue();

        EmbeddedChannel c = connect(cap, "192.0.2.1");

        assertThat(c.isOpen()).isFalse();
        assertThat(events.closed()).containsExactly(CloseReason.ADDRESS_FULL);
        assertThat(connect(cap, "192.0.2.2").isOpen()).as("another address").isTrue();
        var unused = b.close();
        assertThat(connect(cap, "192.0.2.1").isOpen()).as("once there is room").isTrue();
    }

    @Test
    void holdsTwentyThousandAndTenThousandOfAnAddressByDefault() {
        assertThat(GatewayConfig.defaults().limits().connections())
                .isEqualTo(new ConnectionLimits(20_000, 10_000));
    }

    private EmbeddedChannel connect(ConnectionCap cap, String address) {
        return new EmbeddedChannel(cap, new Served()) {
            @Override
            protected SocketAddress remoteAddress0() {
                return new InetSocketAddress(address, 40_000);
            }
        };
    }

    /** What comes behind the cap. */
    private final class Served extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            served.incrementAndGet();
        }
    }
}
