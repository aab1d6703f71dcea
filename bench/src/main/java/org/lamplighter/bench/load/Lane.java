// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;

import org.HdrHistogram.Histogram;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The connections of one event loop, with their share of the load. Everything runs on the loop but
 * what says otherwise.
 *
 * <p>In an open loop the frame <i>i</i> belongs to connection <i>i</i> mod <i>n</i> whether it is
 * there or not: what falls due while it is away waits for it, and the wait counts.
 */
// a scheduled step that fails ends the load by its time limit, and the counts show it
@SuppressWarnings("FutureReturnValueIgnored")
final class Lane {
    private static final int CONNECTING_AT_ONCE = 100;

    /** The first wait before connecting again; it doubles with each try in vain. */
    static final long FIRST_RECONNECT_MILLIS = 100;

    /** The longest wait before connecting again, less a random part of up to a half. */
    static final long LAST_RECONNECT_MILLIS = 2_000;

    private static final long SLOWEST_NANOS = TimeUnit.HOURS.toNanos(1);

    private final EventLoop loop;
    private final LoadPlan plan;
    private final Optional<Ledger> ledger;
    private final CountDownLatch admitted;
    private final CountDownLatch finished;
    private final double perNano;
    private final List<LoadConnection> connections = new ArrayList<>();
    private final Queue<LoadConnection> toConnect = new ArrayDeque<>();
    private final List<LoadConnection> written = new ArrayList<>();
    private final Counts counts = new Counts();
    private Histogram latencies = newHistogram();
    private long share;
    private boolean running;
    private boolean stopped;
    private long start;
    private long startMillis;
    private long due;
    private long answered;
    private boolean done;

    /** What happened so far; read by other threads on the loop only. */
    static final class Counts {
        long sent;
        long acknowledged;
        long resent;
        long lost;
        long turnedAway;
        long failed;
        long unanswered;
        String lastFault = "";
    }

    /**
     * Makes a lane; called on any thread.
     *
     * @param share how many frames it sends at most
     * @param perSecond how many a second in an open loop
     * @param admitted counted down for each connection that was let in first
     * @param finished counted down when the share was sent and acknowledged
     */
    Lane(
            EventLoop loop,
            LoadPlan plan,
            List<Sender> senders,
            long share,
            double perSecond,
            Optional<Ledger> ledger,
            CountDownLatch admitted,
            CountDownLatch finished) {
        this.loop = loop;
        this.plan = plan;
        this.ledger = ledger;
        this.share = share;
        this.perNano = perSecond / TimeUnit.SECONDS.toNanos(1);
        this.admitted = admitted;
        this.finished = finished;
        for (Sender sender : senders) {
            connections.add(new LoadConnection(sender, this, plan, connections.size()));
        }
        toConnect.addAll(connections);
    }

    private static Histogram newHistogram() {
        return new Histogram(SLOWEST_NANOS, 3);
    }

    EventLoop loop() {
        return loop;
    }

    Counts counts() {
        return counts;
    }

    Histogram latencies() {
        return latencies;
    }

    // ---- connecting

    void connectAll() {
        for (int i = 0; i < CONNECTING_AT_ONCE; i++) {
            connectNext();
        }
    }

    private void connectNext() {
        LoadConnection next = toConnect.poll();
        if (next != null) {
            connect(next);
        }
    }

    private void connect(LoadConnection connection) {
        if (stopped) {
            return;
        }
        new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 10_000)
                .handler(connection)
                .connect(plan.target())
                .addListener(
                        (ChannelFutureListener)
                                tried -> {
                                    if (!tried.isSuccess()) {
                                        connectLater(connection);
                                    }
                                });
    }

    private void connectLater(LoadConnection connection) {
        long wait = backoffMillis(connection.nextTry());
        loop.schedule(() -> connect(connection), wait, TimeUnit.MILLISECONDS);
    }

    private static long backoffMillis(int tries) {
        long most = Math.min(LAST_RECONNECT_MILLIS, FIRST_RECONNECT_MILLIS << Math.min(tries, 10));
        return most - ThreadLocalRandom.current().nextLong(most / 2);
    }

    void admitted(LoadConnection connection, boolean first) {
        if (first) {
            admitted.countDown();
            connectNext();
        }
        fill(connection);
    }

    void lost(LoadConnection connection) {
        if (!stopped) {
            counts.lost++;
            connectLater(connection);
        }
    }

    void turnedAway() {
        counts.turnedAway++;
    }

    void failed(String fault) {
        counts.failed++;
        counts.lastFault = fault;
    }

    // ---- sending

    void begin() {
        running = true;
        start = System.nanoTime();
        startMillis = System.currentTimeMillis();
        switch (plan.pace()) {
            case Pace.Open open ->
                    loop.scheduleAtFixedRate(this::sendDue, 0, 1, TimeUnit.MILLISECONDS);
            case Pace.Closed closed -> connections.forEach(this::fill);
        }
    }

    /** Forgets what was measured so far. */
    void endWarmup() {
        latencies = newHistogram();
        counts.sent = 0;
        counts.acknowledged = 0;
    }

    /** Nothing more falls due; what is due may still be sent and answered. */
    void pause() {
        if (running) {
            running = false;
            share = due;
        }
        finishIfDone();
    }

    void stop() {
        stopped = true;
        running = false;
        counts.unanswered = due - answered;
        connections.forEach(LoadConnection::close);
    }

    private void sendDue() {
        // the first is due at once, so as many are due as intervals have begun
        long now = running ? (long) ((System.nanoTime() - start) * perNano) + 1 : share;
        for (long last = Math.min(now, share); due < last; due++) {
            LoadConnection next = connections.get((int) (due % connections.size()));
            if (next.nextFrame() == due && next.hasRoom()) {
                sendNext(next);
                written.add(next);
            }
        }
        written.forEach(LoadConnection::flush);
        written.clear();
    }

    /** Sends what is due on a connection, as far as it has room. */
    private void fill(LoadConnection connection) {
        switch (plan.pace()) {
            case Pace.Open open -> {
                while (connection.nextFrame() < due && connection.hasRoom()) {
                    sendNext(connection);
                }
            }
            case Pace.Closed closed -> {
                while (running && due < share && connection.hasRoom()) {
                    due++;
                    connection.send(System.nanoTime(), System.currentTimeMillis(), 1);
                }
            }
        }
        connection.flush();
    }

    private void sendNext(LoadConnection connection) {
        long after = (long) (connection.nextFrame() / perNano);
        connection.send(
                start + after,
                startMillis + TimeUnit.NANOSECONDS.toMillis(after),
                connections.size());
    }

    void sent(Ledger.Entry entry) {
        switch (entry.event()) {
            case SEND -> counts.sent++;
            case RESEND -> counts.resent++;
            case ACK -> {}
        }
        ledger.ifPresent(it -> it.add(entry));
    }

    void acknowledged(LoadConnection connection, Ledger.Entry entry, long due) {
        counts.acknowledged++;
        answered++;
        long took = System.nanoTime() - due;
        latencies.recordValue(Math.clamp(took, 0, SLOWEST_NANOS));
        ledger.ifPresent(it -> it.add(entry));
        fill(connection);
        finishIfDone();
    }

    private void finishIfDone() {
        if (due >= share && answered == due && !done) {
            done = true;
            finished.countDown();
        }
    }
}
