// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cli.audit;

import org.lamplighter.cli.up.StartupException;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How many frames of each lane the log holds: those before the lane's newest account as a count,
 * those after it (the backlog) by offset, up to a bound.
 *
 * <p>Not thread-safe.
 */
final class FrameCounts {
    /** The most frames held that no account speaks of yet: some 30 MiB. */
    static final int MAX_BACKLOG = 1_000_000;

    private final Map<Integer, Lane> lanes = new TreeMap<>();
    private final int most;
    private int backlog;

    FrameCounts() {
        this(MAX_BACKLOG);
    }

    FrameCounts(int most) {
        this.most = most;
    }

    /**
     * Counts a frame.
     *
     * @param accountEnd the offset that the lane's newest account ends before
     * @throws StartupException if too many frames are in the log that no account speaks of
     */
    void add(int lane, long offset, long accountEnd) {
        Lane counts = lanes.computeIfAbsent(lane, unused -> new Lane());
        if (offset < accountEnd) {
            counts.before++;
            return;
        }
        if (backlog == most) {
            throw new StartupException(
                    "the log holds more than "
                            + most
                            + " frames that the detection job has not accounted for; wait until it"
                            + " has caught up, and audit again");
        }
        counts.after.addLast(offset);
        backlog++;
    }

    /** How many frames of the lane stand in the log. */
    long total(int lane) {
        Lane counts = lanes.get(lane);
        return counts == null ? 0 : counts.before + counts.after.size();
    }

    /** How many of them stand before {@code end}, which never goes back; they are held no more. */
    long before(int lane, long end) {
        Lane counts = lanes.get(lane);
        if (counts == null) {
            return 0;
        }
        while (!counts.after.isEmpty() && counts.after.peekFirst() < end) {
            counts.after.removeFirst();
            counts.before++;
            backlog--;
        }
        return counts.before;
    }

    /** How many frames are of other lanes than these. */
    long outside(Set<Integer> known) {
        return lanes.keySet().stream()
                .filter(lane -> !known.contains(lane))
                .mapToLong(this::total)
                .sum();
    }

    /** How many frames are held at most. */
    int most() {
        return most;
    }

    private static final class Lane {
        private final ArrayDeque<Long> after = new ArrayDeque<>();
        private long before;
    }
}
