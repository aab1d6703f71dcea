// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway;

import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;

import org.lamplighter.gateway.event.Input;
import org.lamplighter.gateway.transport.ConnectionCap;
import org.lamplighter.gateway.transport.ListenAddress;
import org.lamplighter.gateway.transport.Listener;
import org.lamplighter.gateway.transport.Patrols;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The gateway's listeners and the end of their connections. Thread-safe. */
final class Listeners implements AutoCloseable {
    private static final long LOOK_NANOS = Duration.ofMillis(10).toNanos();

    private record Bound(Listener listener, ConnectionCap cap) {}

    private final EventLoopGroup loops;
    private final Patrols patrols;
    private final Duration stopTimeout;
    private final Map<Input, Bound> bound = new ConcurrentHashMap<>();

    Listeners(EventLoopGroup loops, Patrols patrols, Duration stopTimeout) {
        this.loops = loops;
        this.patrols = patrols;
        this.stopTimeout = stopTimeout;
    }

    void listen(
            Input input,
            ListenAddress address,
            ConnectionCap cap,
            Consumer<ChannelPipeline> pipeline)
            throws IOException {
        bound.put(input, new Bound(Listener.bind(input, address, loops, cap, pipeline), cap));
    }

    InetSocketAddress address(Input input) {
        Bound found = bound.get(input);
        if (found == null) {
            throw new IllegalStateException("the gateway does not listen for " + input.label());
        }
        return found.listener().address();
    }

    int connections() {
        return bound.values().stream().mapToInt(each -> each.cap().connections()).sum();
    }

    /** The inputs that accept connections. */
    Set<Input> up() {
        Set<Input> up = new TreeSet<>();
        bound.forEach(
                (input, each) -> {
                    if (each.listener().isUp()) {
                        up.add(input);
                    }
                });
        return up;
    }

    /** A line for each listener that does not accept connections. */
    List<String> whyDown() {
        Set<Input> up = up();
        return bound.keySet().stream()
                .filter(input -> !up.contains(input))
                .map(input -> "the listener for " + input.label() + " is down")
                .toList();
    }

    /** Accepts nothing more, lets connections finish within the stop timeout. */
    @Override
    public void close() {
        bound.values().forEach(each -> each.listener().stopAccepting());
        patrols.stop();
        long since = patrols.now();
        while (connections() > 0 && patrols.now() - since < stopTimeout.toNanos()) {
            LockSupport.parkNanos(this, LOOK_NANOS);
        }
    }
}
