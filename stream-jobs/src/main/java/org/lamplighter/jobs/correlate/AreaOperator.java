// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.correlate;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.lamplighter.correlate.area.AreaCorrelation;
import org.lamplighter.correlate.area.AreaCorrelator;
import org.lamplighter.correlate.area.AreaState;
import org.lamplighter.correlate.area.AreaStateCodec;
import org.lamplighter.jobs.lane.TopicRecord;

import java.time.Instant;

/**
 * Feeds {@link AreaCorrelator} with what one area hears and with the decisions on its cases, keeps
 * its state, and wakes it when log time has come to what it waits for. The main output has the
 * areas' troubles, the side output {@link #CLAIMS} what their devices are told. Flink calls it from
 * one thread.
 */
public final class AreaOperator extends KeyedProcessFunction<String, Heard, TopicRecord> {
    /** What areas tell their devices. */
    public static final OutputTag<Heard> CLAIMS = new OutputTag<>("claims", Heard.TYPE);

    private final ValueStateDescriptor<byte[]> stateDescriptor =
            new ValueStateDescriptor<>(
                    "area", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    private final ValueStateDescriptor<Long> dueDescriptor =
            new ValueStateDescriptor<>("due", BasicTypeInfo.LONG_TYPE_INFO);

    private transient ValueState<byte[]> state;
    private transient Wake wake;

    @Override
    public void open(OpenContext context) {
        state = getRuntimeContext().getState(stateDescriptor);
        wake = new Wake(getRuntimeContext().getState(dueDescriptor));
    }

    @Override
    public void processElement(Heard heard, Context context, Collector<TopicRecord> out)
            throws Exception {
        switch (heard.kind()) {
            case AREA_INPUT ->
                    keep(
                            AreaCorrelator.DEFAULT.onInput(current(), heard.areaInput()),
                            context,
                            out);
            case DECISION -> {
                Instant now = CorrelateOperator.logTime(context.timerService().currentWatermark());
                keep(
                        AreaCorrelator.DEFAULT.onDecision(current(), heard.decision(), now),
                        context,
                        out);
            }
            case ALARM, CLAIM ->
                    throw new IllegalArgumentException(
                            "an area hears no " + heard.kind() + ": " + heard.scope());
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<TopicRecord> out)
            throws Exception {
        wake.fired();
        keep(
                AreaCorrelator.DEFAULT.onTime(
                        current(), context.getCurrentKey(), Instant.ofEpochMilli(timestamp)),
                context,
                out);
    }

    private AreaState current() throws Exception {
        byte @Nullable [] bytes = state.value();
        return bytes == null ? AreaState.EMPTY : AreaStateCodec.decode(bytes);
    }

    private void keep(AreaCorrelation step, Context context, Collector<TopicRecord> out)
            throws Exception {
        if (step.next().isEmpty()) {
            state.clear();
        } else {
            state.update(AreaStateCodec.encode(step.next()));
        }
        wake.at(step.nextDue(), context.timerService());
        step.claims().forEach(claim -> context.output(CLAIMS, Heard.of(claim)));
        step.troubles().forEach(trouble -> out.collect(CorrelateOperator.record(trouble)));
    }
}
