// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;
import org.lamplighter.log.Change;

/**
 * Sends each record to the lanes it concerns: a frame and a device's change to the lane of the
 * device that is their key (a child's change has its parent's), a tick and every other change to
 * all lanes of the partition. One edge per lane, first in first out, so a lane sees its records in
 * the order of the log. Stateless.
 */
public final class LaneRouter implements FlatMapFunction<LogItem, LogItem> {
    @Override
    public void flatMap(LogItem item, Collector<LogItem> out) {
        switch (item.kind()) {
            case FRAME, FOREIGN -> out.collect(item.to(Lane.of(item.partition(), item.key())));
            case TICK -> toAll(item, out);
            case CHANGE -> {
                if (isOfDevice(item)) {
                    out.collect(item.to(Lane.of(item.partition(), item.key())));
                } else {
                    toAll(item, out);
                }
            }
        }
    }

    private static void toAll(LogItem item, Collector<LogItem> out) {
        int first = Lane.first(item.partition());
        for (int lane = first; lane < first + Lane.PER_PARTITION; lane++) {
            out.collect(item.to(lane));
        }
    }

    // A change that cannot be read goes to all lanes; the first of them says so.
    private static boolean isOfDevice(LogItem item) {
        try {
            return Change.parse(item.value().toByteArray()).kind() == Change.Kind.DEVICE;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
