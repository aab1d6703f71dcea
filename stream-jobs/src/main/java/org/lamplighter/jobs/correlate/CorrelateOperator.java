// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.correlate;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.lamplighter.alarm.AlarmCodec;
import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.cases.CaseDecision;
import org.lamplighter.correlate.Correlation;
import org.lamplighter.correlate.Correlator;
import org.lamplighter.correlate.CorrelatorState;
import org.lamplighter.correlate.CorrelatorStateCodec;
import org.lamplighter.jobs.lane.TopicRecord;
import org.lamplighter.log.Topic;
import org.lamplighter.reading.Payload;
import org.lamplighter.trouble.Trouble;
import org.lamplighter.trouble.TroubleCodec;

import java.time.Instant;

/**
 * Feeds {@link Correlator} with one scope's alarms and case decisions, keeps its state, and wakes
 * it when log time has come to what it waits for. Flink calls it from one thread.
 */
public final class CorrelateOperator
        extends KeyedCoProcessFunction<String, TopicRecord, TopicRecord, TopicRecord> {
    private final ValueStateDescriptor<byte[]> stateDescriptor =
            new ValueStateDescriptor<>(
                    "correlator", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    private final ValueStateDescriptor<Long> dueDescriptor =
            new ValueStateDescriptor<>("due", BasicTypeInfo.LONG_TYPE_INFO);

    private transient ValueState<byte[]> state;
    private transient ValueState<Long> due;

    /** The scope of a record of {@code alarms}: the operator's key. */
    public static String scopeOfAlarm(TopicRecord alarm) {
        return Correlator.keyOf(AlarmCodec.parse(alarm.value().toByteArray()));
    }

    /** The scope of a record of {@code case-decisions}, whose key is {@code kind|scope}. */
    public static String scopeOfDecision(TopicRecord decision) {
        return decision.key().substring(decision.key().indexOf('|') + 1);
    }

    @Override
    public void open(OpenContext context) {
        state = getRuntimeContext().getState(stateDescriptor);
        due = getRuntimeContext().getState(dueDescriptor);
    }

    @Override
    public void processElement1(TopicRecord record, Context context, Collector<TopicRecord> out)
            throws Exception {
        AlarmEvent alarm = AlarmCodec.parse(record.value().toByteArray());
        // the alarm's own time, never the watermark: what an alarm does must not depend on how far
        // others have come
        keep(Correlator.DEFAULT.onAlarm(current(), alarm, alarm.decidedAt()), context, out);
    }

    @Override
    public void processElement2(TopicRecord record, Context context, Collector<TopicRecord> out)
            throws Exception {
        CaseDecision decision = CaseDecision.parse(record.value().toByteArray());
        Instant now = Instant.ofEpochMilli(Math.max(0, context.timerService().currentWatermark()));
        keep(Correlator.DEFAULT.onDecision(current(), decision, now), context, out);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<TopicRecord> out)
            throws Exception {
        due.clear();
        keep(Correlator.DEFAULT.onTime(current(), Instant.ofEpochMilli(timestamp)), context, out);
    }

    private CorrelatorState current() throws Exception {
        byte @Nullable [] bytes = state.value();
        return bytes == null ? CorrelatorState.EMPTY : CorrelatorStateCodec.decode(bytes);
    }

    private void keep(Correlation step, Context context, Collector<TopicRecord> out)
            throws Exception {
        if (step.next().isEmpty()) {
            state.clear();
        } else {
            state.update(CorrelatorStateCodec.encode(step.next()));
        }
        wakeAt(step.nextDue(), context);
        for (Trouble trouble : step.effects()) {
            String key = CaseDecision.keyOf(trouble.kind(), trouble.scope());
            out.collect(
                    TopicRecord.byKey(
                            Topic.TROUBLES, key, Payload.wrap(TroubleCodec.toJson(trouble))));
        }
    }

    private void wakeAt(Instant next, Context context) throws Exception {
        @Nullable Long set = due.value();
        boolean never = next.equals(Instant.MAX);
        // a timer has milliseconds only: the one at or after the due time
        long wanted = never ? Long.MAX_VALUE : next.plusNanos(999_999).toEpochMilli();
        if (set != null && set != wanted) {
            context.timerService().deleteEventTimeTimer(set);
            due.clear();
        }
        if (!never && (set == null || set != wanted)) {
            context.timerService().registerEventTimeTimer(wanted);
            due.update(wanted);
        }
    }
}
