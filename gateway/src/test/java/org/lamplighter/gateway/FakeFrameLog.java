// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway;

import org.lamplighter.gateway.intake.AppendResult;
import org.lamplighter.gateway.intake.FrameLog;
import org.lamplighter.reading.Frame;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/** A log in memory that answers when it is told: at once, later, out of order, or never. */
public final class FakeFrameLog implements FrameLog {
    private record Waiting(Frame frame, Consumer<AppendResult> done) {}

    private final List<Frame> kept = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private boolean stopped;

    @Override
    public synchronized void append(Frame frame, Consumer<AppendResult> done) {
        waiting.add(new Waiting(frame, done));
        if (!stopped) {
            keepAll();
        }
    }

    /** From now on appends wait. */
    public synchronized void stop() {
        stopped = true;
    }

    /** Keeps what waits; later appends wait on if the log is stopped. */
    public synchronized void keepAll() {
        while (!waiting.isEmpty()) {
            keep(0);
        }
    }

    /** Keeps the n-th that waits, from 0. */
    public synchronized void keep(int index) {
        Waiting it = waiting.remove(index);
        kept.add(it.frame());
        it.done().accept(new AppendResult.Appended(0, kept.size() - 1L));
    }

    /** Gives up on everything that waits. */
    public synchronized void failAll() {
        Queue<Waiting> failed = new ArrayDeque<>(waiting);
        waiting.clear();
        failed.forEach(it -> it.done().accept(new AppendResult.Unavailable("stopped")));
    }

    public synchronized List<Frame> kept() {
        return List.copyOf(kept);
    }

    public synchronized int waiting() {
        return waiting.size();
    }

    @Override
    public void close() {
        failAll();
    }
}
