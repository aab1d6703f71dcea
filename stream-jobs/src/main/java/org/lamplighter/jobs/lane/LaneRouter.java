// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;
import org.lamplighter.log.Change;

import java.util.Optional;

/**
 * Sends each record to the lanes it concerns: a frame and a device's change to that device's lane,
 * a tick and every other change to all lanes of the partition. One edge per lane, first in first
 * out, so a lane sees its records in the order of the log. Stateless.
 */
public final class LaneRouter implements FlatMapFunction<LogItem, LogItem> {
    @Override
    public void flatMap(LogItem item, Collector<LogItem> out) {
        switch (item.kind()) {
            case FRAME, FOREIGN -> out.collect(item.to(Lane.of(item.partition(), item.key())));
            case TICK -> toAll(item, out);
            case CHANGE ->
                    device(item)
                            .ifPresentOrElse(
                                    device ->
                                            out.collect(item.to(Lane.of(item.partition(), device))),
                                    () -> toAll(item, out));
        }
    }

    private static void toAll(LogItem item, Collector<LogItem> out) {
        int first = Lane.first(item.partition());
        for (int lane = first; lane < first + Lane.PER_PARTITION; lane++) {
            out.collect(item.to(lane));
        }
    }

    // A change that cannot be read goes to all lanes; the first of them says so.
    private static Optional<String> device(LogItem item) {
        try {
            Change change = Change.parse(item.value().toByteArray());
            return change.kind() == Change.Kind.DEVICE
                    ? Optional.of(change.key())
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
