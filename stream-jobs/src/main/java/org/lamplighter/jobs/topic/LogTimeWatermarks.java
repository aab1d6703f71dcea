// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.topic;

import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssignerSupplier;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.lamplighter.jobs.lane.LogItem;

/**
 * Log time as Flink's event time. Only the timers of correlation rest on it.
 *
 * <p>Each partition's watermark is its highest log time less a millisecond, since another record
 * may carry the same millisecond. There is no idleness: ticks come to every partition each second,
 * and while none come, time stands still.
 */
public final class LogTimeWatermarks implements WatermarkStrategy<LogItem> {
    @Override
    public TimestampAssigner<LogItem> createTimestampAssigner(
            TimestampAssignerSupplier.Context context) {
        return (item, kafkaTimestamp) -> item.logMillis();
    }

    @Override
    public WatermarkGenerator<LogItem> createWatermarkGenerator(
            WatermarkGeneratorSupplier.Context context) {
        return new HighestLogTime();
    }

    /** For a side input whose records carry no log time: it never holds time back. */
    public static <T> WatermarkStrategy<T> timeless() {
        return WatermarkStrategy.forGenerator(context -> new Timeless<T>());
    }

    private static final class HighestLogTime implements WatermarkGenerator<LogItem> {
        private long highest = Long.MIN_VALUE + 1;

        @Override
        public void onEvent(LogItem item, long eventTimestamp, WatermarkOutput output) {
            highest = Math.max(highest, eventTimestamp);
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            output.emitWatermark(new Watermark(highest - 1));
        }
    }

    private static final class Timeless<T> implements WatermarkGenerator<T> {
        @Override
        public void onEvent(T event, long eventTimestamp, WatermarkOutput output) {}

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            output.emitWatermark(Watermark.MAX_WATERMARK);
        }
    }
}
