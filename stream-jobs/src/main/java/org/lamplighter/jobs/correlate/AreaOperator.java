// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.correlate;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.lamplighter.correlate.area.AreaCorrelation;
import org.lamplighter.correlate.area.AreaCorrelator;
import org.lamplighter.correlate.area.AreaState;
import org.lamplighter.correlate.area.AreaStateCodec;
import org.lamplighter.jobs.lane.TopicRecord;

import java.time.Instant;
import java.util.Optional;

/**
 * Feeds {@link AreaCorrelator} with what one area hears and with the decisions on its cases, keeps
 * its state, and wakes it when log time has come to what it waits for. The main output has the
 * areas' troubles, the side output {@link #CLAIMS} what their devices are told. Flink calls it from
 * one thread.
 */
public final class AreaOperator extends KeyedProcessFunction<String, Heard, TopicRecord> {
    /** What areas tell their devices. */
    public static final OutputTag<Heard> CLAIMS = new OutputTag<>("claims", Heard.TYPE);

    private transient KeyMemory memory;

    @Override
    public void open(OpenContext context) {
        memory = new KeyMemory(getRuntimeContext(), "area");
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
        memory.woken();
        keep(
                AreaCorrelator.DEFAULT.onTime(
                        current(), context.getCurrentKey(), Instant.ofEpochMilli(timestamp)),
                context,
                out);
    }

    private AreaState current() throws Exception {
        return memory.find().map(AreaStateCodec::decode).orElse(AreaState.EMPTY);
    }

    private void keep(AreaCorrelation step, Context context, Collector<TopicRecord> out)
            throws Exception {
        AreaState next = step.next();
        memory.keep(
                next.isEmpty() ? Optional.empty() : Optional.of(AreaStateCodec.encode(next)),
                step.nextDue(),
                context.timerService());
        step.claims().forEach(claim -> context.output(CLAIMS, Heard.of(claim)));
        step.troubles().forEach(trouble -> out.collect(CorrelateOperator.record(trouble)));
    }
}
