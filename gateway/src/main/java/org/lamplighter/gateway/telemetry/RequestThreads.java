// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.telemetry;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A virtual thread for each request, so many at a time and each for so long. A thread whose time is
 * over is interrupted, which closes the connection that it reads from or writes to. Thread-safe.
 */
public final class RequestThreads implements Executor, AutoCloseable {
    private final Semaphore free;
    private final int most;
    private final Duration longest;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledThreadPoolExecutor watch =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().name("metrics-watch").daemon().factory());

    public RequestThreads(int most, Duration longest) {
        this.free = new Semaphore(most);
        this.most = most;
        this.longest = longest;
        // else each request would be remembered until its time is over, however soon it was done
        watch.setRemoveOnCancelPolicy(true);
    }

    /**
     * Runs a request.
     *
     * @throws RejectedExecutionException if there are as many as there may be
     */
    @Override
    public void execute(Runnable request) {
        if (!free.tryAcquire()) {
            throw new RejectedExecutionException(
                    most + " requests are being answered, which is the bound; ask again later");
        }
        try {
            Future<?> unused = threads.submit(() -> runWatched(request));
        } catch (RuntimeException stopping) {
            free.release();
            throw stopping;
        }
    }

    private void runWatched(Runnable request) {
        try {
            Thread mine = Thread.currentThread();
            Future<?> end =
                    watch.schedule(mine::interrupt, longest.toNanos(), TimeUnit.NANOSECONDS);
            try {
                request.run();
            } finally {
                end.cancel(false);
            }
        } finally {
            free.release();
        }
    }

    /** Interrupts what still runs and waits for it. */
    @Override
    public void close() {
        watch.shutdownNow();
        threads.shutdownNow();
        threads.close();
    }
}
