// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.correlate;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
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
import java.util.Optional;

/**
 * Feeds {@link Correlator} with one device's alarms, the claims on them and the decisions on its
 * cases, keeps its state, and wakes it when log time has come to what it waits for. Flink calls it
 * from one thread.
 */
public final class CorrelateOperator extends KeyedProcessFunction<String, Heard, TopicRecord> {
    private transient KeyMemory memory;

    @Override
    public void open(OpenContext context) {
        memory = new KeyMemory(getRuntimeContext(), "correlator");
    }

    @Override
    public void processElement(Heard heard, Context context, Collector<TopicRecord> out)
            throws Exception {
        switch (heard.kind()) {
            case ALARM -> {
                AlarmEvent alarm = heard.alarm();
                // the alarm's own time, never the watermark: what an alarm does must not depend on
                // how far others have come
                keep(Correlator.DEFAULT.onAlarm(current(), alarm, alarm.decidedAt()), context, out);
            }
            case CLAIM -> keep(Correlator.DEFAULT.onClaim(current(), heard.claim()), context, out);
            case DECISION -> {
                CaseDecision decision = heard.decision();
                Instant now = logTime(context.timerService().currentWatermark());
                keep(Correlator.DEFAULT.onDecision(current(), decision, now), context, out);
            }
            case AREA_INPUT ->
                    throw new IllegalArgumentException(
                            "a device hears nothing of an area: " + heard.scope());
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<TopicRecord> out)
            throws Exception {
        memory.woken();
        keep(Correlator.DEFAULT.onTime(current(), Instant.ofEpochMilli(timestamp)), context, out);
    }

    private CorrelatorState current() throws Exception {
        return memory.find().map(CorrelatorStateCodec::decode).orElse(CorrelatorState.EMPTY);
    }

    private void keep(Correlation step, Context context, Collector<TopicRecord> out)
            throws Exception {
        CorrelatorState next = step.next();
        memory.keep(
                next.isEmpty() ? Optional.empty() : Optional.of(CorrelatorStateCodec.encode(next)),
                step.nextDue(),
                context.timerService());
        step.effects().forEach(trouble -> out.collect(record(trouble)));
    }

    /** The log time that a watermark stands for; there is none before the first. */
    static Instant logTime(long watermark) {
        return Instant.ofEpochMilli(Math.max(0, watermark));
    }

    static TopicRecord record(Trouble trouble) {
        String key = CaseDecision.keyOf(trouble.kind(), trouble.scope());
        return TopicRecord.byKey(Topic.TROUBLES, key, Payload.wrap(TroubleCodec.toJson(trouble)));
    }
}
