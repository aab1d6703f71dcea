// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Frames whose device or profile is not known yet, in the order of the log; each lies in a cell of
 * the lane's header. Bounded by number and bytes: the caller takes the oldest out while {@link
 * #isOverfull}. For one thread.
 */
final class PendingFrames {
    /** How long a frame waits, in milliseconds of log time. */
    static final long MAX_WAIT_MILLIS = 5_000;

    /** The most frames that wait in one lane. */
    static final int MAX_FRAMES = 1_000;

    /** The most bytes of payload that wait in one lane. */
    static final int MAX_BYTES = 4 << 20;

    private static final String PREFIX = "pending/";

    private final Cells cells;
    private final TreeMap<Long, LogItem> byOffset = new TreeMap<>();
    private int bytes;

    /** Those that wait in {@code header}. */
    PendingFrames(Cells header) {
        this.cells = header;
        header.forEach(
                (name, cell) -> {
                    if (name.startsWith(PREFIX)) {
                        hold(LogItemCodec.decode(cell));
                    }
                });
    }

    void add(LogItem frame) {
        cells.put(cell(frame), LogItemCodec.encode(frame));
        hold(frame);
    }

    boolean isOverfull() {
        return byOffset.size() > MAX_FRAMES || bytes > MAX_BYTES;
    }

    /** Takes the oldest out. */
    LogItem removeOldest() {
        LogItem oldest = byOffset.firstEntry().getValue();
        remove(oldest);
        return oldest;
    }

    /** Takes out those that match, oldest first. */
    List<LogItem> remove(Predicate<LogItem> wanted) {
        List<LogItem> removed = new ArrayList<>(byOffset.values().stream().filter(wanted).toList());
        removed.forEach(this::remove);
        return removed;
    }

    boolean isEmpty() {
        return byOffset.isEmpty();
    }

    private void hold(LogItem frame) {
        byOffset.put(frame.offset(), frame);
        bytes += frame.value().length();
    }

    private void remove(LogItem frame) {
        byOffset.remove(frame.offset());
        bytes -= frame.value().length();
        cells.remove(cell(frame));
    }

    private static String cell(LogItem frame) {
        return PREFIX + Long.toHexString(frame.offset());
    }
}
