// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.transport;

import io.netty.channel.EventLoop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Looks after the deadlines of all connections: one timer an event loop instead of several a
 * connection, so that an idle connection costs nothing but its place in a set. Thread-safe.
 */
public final class Patrols {
    /** How exact deadlines are. */
    public static final Duration INTERVAL = Duration.ofMillis(250);

    private final LongSupplier nanoClock;
    private final Map<EventLoop, Set<Patrolled>> byLoop = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    public Patrols(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Now, as {@link System#nanoTime()} counts. */
    public long now() {
        return nanoClock.getAsLong();
    }

    /** Begins to look after a connection of this loop. */
    @OnEventLoop
    public void add(EventLoop loop, Patrolled connection) {
        byLoop.computeIfAbsent(loop, this::begin).add(connection);
        if (stopping) {
            connection.stop();
        }
    }

    @OnEventLoop
    public void remove(EventLoop loop, Patrolled connection) {
        Set<Patrolled> connections = byLoop.get(loop);
        if (connections != null) {
            connections.remove(connection);
        }
    }

    /** Tells every connection, on its loop, that the gateway stops. */
    public void stop() {
        stopping = true;
        byLoop.forEach(
                (loop, connections) ->
                        loop.execute(() -> snapshot(connections).forEach(Patrolled::stop)));
    }

    private Set<Patrolled> begin(EventLoop loop) {
        Set<Patrolled> connections = ConcurrentHashMap.newKeySet();
        long millis = INTERVAL.toMillis();
        var timer =
                loop.scheduleWithFixedDelay(
                        () -> patrol(connections), millis, millis, TimeUnit.MILLISECONDS);
        timer.addListener(ended -> byLoop.remove(loop));
        return connections;
    }

    private void patrol(Set<Patrolled> connections) {
        long now = now();
        snapshot(connections).forEach(connection -> connection.patrol(now));
    }

    private static List<Patrolled> snapshot(Set<Patrolled> connections) {
        return new ArrayList<>(connections);
    }
}
