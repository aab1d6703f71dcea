// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lamplighter.gateway.event.Input;
import org.lamplighter.gateway.transport.ConnectionCap;
import org.lamplighter.gateway.transport.ConnectionLimits;
import org.lamplighter.gateway.transport.ListenAddress;
import org.lamplighter.gateway.transport.Patrols;

import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

@Timeout(60)
class ListenersTest {
    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void waitUntilTheStopTimeoutForAConnectionThatDoesNotEnd() throws Exception {
        Duration timeout = GatewayConfig.defaults().stopTimeout();
        assertThat(timeout).isEqualTo(Duration.ofSeconds(5));
        // what the clock says at the start, one nanosecond before the end, and at the end
        Script clock = new Script(7, 7 + timeout.toNanos() - 1, 7 + timeout.toNanos());
        CountDownLatch connected = new CountDownLatch(1);
        ConnectionCap cap =
                new ConnectionCap(Input.MQTT, ConnectionLimits.DEFAULT, new RecordingEvents());
        Listeners listeners = new Listeners(loops, new Patrols(clock), timeout);
        listeners.listen(
                Input.MQTT,
                ListenAddress.loopback(0),
                cap,
                pipeline ->
                        pipeline.addLast(
                                new ChannelInboundHandlerAdapter() {
                                    @Override
                                    public void channelActive(ChannelHandlerContext ctx) {
                                        connected.countDown();
                                    }
                                }));

        try (Socket client = new Socket()) {
            client.connect(listeners.address(Input.MQTT));
            assertThat(connected.await(30, TimeUnit.SECONDS)).isTrue();
            listeners.close();

            assertThat(clock.left()).as("waited at one, gave up at the other").isEmpty();
            assertThat(listeners.connections()).isEqualTo(1);
            assertThat(listeners.up()).isEmpty();
        }
    }

    @Test
    void doNotWaitOnceEveryConnectionHasEnded() throws Exception {
        Script clock = new Script(7);
        Listeners listeners = new Listeners(loops, new Patrols(clock), Duration.ofSeconds(5));

        listeners.close();

        assertThat(clock.left()).isEmpty();
    }

    /** A clock whose every reading is given. */
    private static final class Script implements LongSupplier {
        private final Queue<Long> readings = new ArrayDeque<>();

        Script(long... readings) {
            for (long each : readings) {
                this.readings.add(each);
            }
        }

        @Override
        public long getAsLong() {
            return readings.remove();
        }

        Queue<Long> left() {
            return readings;
        }
    }
}
