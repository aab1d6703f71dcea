// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Carries out a plan: connect all, begin, warm up, measure, wait for what is unanswered. */
public final class LoadRun {
    /** How long all connections may take to be let in. */
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(60);

    private final LoadPlan plan;
    private final Map<String, Long> pids;
    private final List<Lane> lanes = new ArrayList<>();
    private final CountDownLatch admitted;
    private final CountDownLatch finished;

    private LoadRun(
            LoadPlan plan,
            Map<String, Long> pids,
            Optional<Ledger> ledger,
            EventLoopGroup loops,
            int threads) {
        this.plan = plan;
        this.pids = pids;
        this.admitted = new CountDownLatch(plan.senders().size());
        this.finished = new CountDownLatch(threads);
        List<List<Sender>> shares = shares(plan.senders(), threads);
        double perSecond = plan.pace() instanceof Pace.Open open ? open.perSecond() : 0;
        for (int i = 0; i < threads; i++) {
            double part = (double) shares.get(i).size() / plan.senders().size();
            long share = plan.frames() / threads + (i < plan.frames() % threads ? 1 : 0);
            EventLoop loop = loops.next();
            lanes.add(
                    new Lane(
                            loop,
                            plan,
                            shares.get(i),
                            share,
                            perSecond * part,
                            ledger,
                            admitted,
                            finished));
        }
    }

    private static List<List<Sender>> shares(List<Sender> senders, int threads) {
        List<List<Sender>> shares = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int from = senders.size() * i / threads;
            shares.add(senders.subList(from, senders.size() * (i + 1) / threads));
        }
        return shares;
    }

    /**
     * Runs to the end of the plan.
     *
     * @param pids processes whose processor time is measured, by name; one that ends meanwhile is
     *     left out
     * @param ledger told of every send and acknowledgement, the warm-up included
     * @param threads how many event loops
     * @throws IOException if not all devices were let in
     */
    public static LoadReport run(
            LoadPlan plan, Map<String, Long> pids, Optional<Ledger> ledger, int threads)
            throws IOException, InterruptedException {
        int loopCount = Math.min(threads, plan.senders().size());
        EventLoopGroup loops =
                new MultiThreadIoEventLoopGroup(loopCount, NioIoHandler.newFactory());
        try {
            return new LoadRun(plan, pids, ledger, loops, loopCount).run();
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    /**
     * Waits until the gateway lets a device in: one that was registered a moment ago.
     *
     * @throws IOException if it does not within {@link #CONNECT_TIMEOUT}
     */
    public static void awaitAdmitted(InetSocketAddress gateway, Sender sender) throws IOException {
        long deadline = System.nanoTime() + CONNECT_TIMEOUT.toNanos();
        while (!isAdmitted(gateway, sender)) {
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "the gateway did not let "
                                + sender.device()
                                + " in within "
                                + CONNECT_TIMEOUT.toSeconds()
                                + " s");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private static boolean isAdmitted(InetSocketAddress gateway, Sender sender) throws IOException {
        ByteBuf connect = Unpooled.buffer();
        Bytes.connect(connect, sender);
        try (Socket socket = new Socket(gateway.getAddress(), gateway.getPort())) {
            socket.setSoTimeout((int) CONNECT_TIMEOUT.toMillis());
            connect.readBytes(socket.getOutputStream(), connect.readableBytes());
            byte[] answer = socket.getInputStream().readNBytes(4);
            return answer.length == 4 && answer[3] == 0;
        } catch (SocketException reset) {
            return false;
        }
    }

    private LoadReport run() throws IOException, InterruptedException {
        onEach(Lane::connectAll);
        if (!admitted.await(CONNECT_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException(
                    admitted.getCount()
                            + " of "
                            + plan.senders().size()
                            + " devices were not let in within "
                            + CONNECT_TIMEOUT.toSeconds()
                            + " s; last fault: "
                            + lastFault());
        }
        onEach(Lane::begin);
        boolean early = finished.await(plan.warmup().toMillis(), TimeUnit.MILLISECONDS);
        if (!early && !plan.warmup().isZero()) {
            onEach(Lane::endWarmup);
        }
        Map<String, Duration> before = processorTimes();
        long start = System.nanoTime();
        long rest = plan.duration().minus(plan.warmup()).toMillis();
        boolean complete = finished.await(rest, TimeUnit.MILLISECONDS);
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        Map<String, Duration> used = processorTimes();
        used.keySet().retainAll(before.keySet());
        before.forEach((name, time) -> used.computeIfPresent(name, (n, now) -> now.minus(time)));
        long acknowledged = acknowledged();
        if (!complete) {
            onEach(Lane::pause);
            boolean unused = finished.await(plan.drain().toMillis(), TimeUnit.MILLISECONDS);
        }
        onEach(Lane::stop);
        return LoadReport.of(lanes, elapsed, acknowledged, used);
    }

    private long acknowledged() throws InterruptedException {
        long[] sum = new long[1];
        onEach(lane -> sum[0] += lane.counts().acknowledged);
        return sum[0];
    }

    private String lastFault() {
        return lanes.stream()
                .map(lane -> lane.counts().lastFault)
                .filter(fault -> !fault.isEmpty())
                .findFirst()
                .orElse("none");
    }

    private Map<String, Duration> processorTimes() throws IOException {
        Map<String, Duration> times = new TreeMap<>();
        for (Map.Entry<String, Long> each : pids.entrySet()) {
            CpuTime.find(each.getValue()).ifPresent(time -> times.put(each.getKey(), time));
        }
        times.put("generator", CpuTime.of(ProcessHandle.current().pid()));
        return times;
    }

    /** Does something on every lane's loop, one lane after the other. */
    private void onEach(Consumer<Lane> action) throws InterruptedException {
        for (Lane lane : lanes) {
            lane.loop().submit(() -> action.accept(lane)).sync();
        }
    }
}
