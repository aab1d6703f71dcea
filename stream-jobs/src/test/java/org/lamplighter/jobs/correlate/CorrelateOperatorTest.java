// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamplighter.alarm.AlarmCodec;
import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.AlarmId;
import org.lamplighter.alarm.AlarmState;
import org.lamplighter.alarm.CaseKind;
import org.lamplighter.alarm.RuleId;
import org.lamplighter.alarm.Severity;
import org.lamplighter.alarm.Title;
import org.lamplighter.cases.CaseDecision;
import org.lamplighter.jobs.lane.PlainType;
import org.lamplighter.jobs.lane.TopicRecord;
import org.lamplighter.log.Topic;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Payload;
import org.lamplighter.trouble.Trouble;
import org.lamplighter.trouble.TroubleCodec;
import org.lamplighter.trouble.TroublePhase;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

final class CorrelateOperatorTest {
    private static final Instant T0 = Instant.parse("2026-11-21T06:00:00Z");
    private static final RuleId RULE = new RuleId("methane-high");
    private static final DeviceId DEVICE = new DeviceId("C-1");

    private KeyedOneInputStreamOperatorTestHarness<String, Heard, TopicRecord> harness;

    @BeforeEach
    void begin() throws Exception {
        harness = harness();
        harness.open();
    }

    @AfterEach
    void end() throws Exception {
        harness.close();
    }

    @Test
    void makesATroubleOfAnAlarmAndVerifiesItsClearingOnLogTime() throws Exception {
        alarm(0, 1, new AlarmState.Raised(T0));
        alarm(0, 2, new AlarmState.Cleared(T0, T0.plusSeconds(60)));
        logTime(T0.plusSeconds(60).plus(Duration.ofMinutes(10)).minusMillis(1));
        assertThat(phases()).containsExactly(TroublePhase.ACTIVE, TroublePhase.RECOVERED);

        logTime(T0.plusSeconds(60).plus(Duration.ofMinutes(10)));

        assertThat(phases())
                .containsExactly(
                        TroublePhase.ACTIVE, TroublePhase.RECOVERED, TroublePhase.CLEAR_VERIFIED);
        assertThat(troubles().getLast().decidedAt()).isEqualTo(T0.plusSeconds(660));
    }

    @Test
    void beginsANewTroubleForTheNextAlarmAfterTheDesksDecision() throws Exception {
        alarm(0, 1, new AlarmState.Raised(T0));
        logTime(T0.plusSeconds(10));
        Trouble first = troubles().getLast();
        decide(first);
        alarm(1, 1, new AlarmState.Raised(T0.plusSeconds(20)));

        assertThat(phases())
                .containsExactly(TroublePhase.ACTIVE, TroublePhase.ENDED, TroublePhase.ACTIVE);
        assertThat(troubles().getLast().id()).isNotEqualTo(first.id());
    }

    @Test
    void keepsItsStateAndItsTimersOverARestore() throws Exception {
        alarm(0, 1, new AlarmState.Raised(T0));
        alarm(0, 2, new AlarmState.Cleared(T0, T0.plusSeconds(60)));
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();

        harness = harness();
        harness.initializeState(snapshot);
        harness.open();
        alarm(0, 2, new AlarmState.Cleared(T0, T0.plusSeconds(60)));
        logTime(T0.plusSeconds(660));

        assertThat(phases()).containsExactly(TroublePhase.CLEAR_VERIFIED);
    }

    @Test
    void holdsOneTimerForEachScopeAtMost() throws Exception {
        for (int rev = 1; rev <= 50; rev++) {
            boolean raised = rev % 2 == 1;
            Instant at = T0.plusSeconds(rev);
            alarm(
                    rev / 2,
                    raised ? 1 : 2,
                    raised ? new AlarmState.Raised(at) : new AlarmState.Cleared(at, at));
        }

        assertThat(harness.numEventTimeTimers()).isLessThanOrEqualTo(1);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Heard, TopicRecord> harness()
            throws Exception {
        var made =
                new KeyedOneInputStreamOperatorTestHarness<String, Heard, TopicRecord>(
                        new KeyedProcessOperator<>(new CorrelateOperator()),
                        Heard::scope,
                        BasicTypeInfo.STRING_TYPE_INFO);
        made.setup(PlainType.TOPIC_RECORD.createSerializer(new SerializerConfigImpl()));
        return made;
    }

    private void alarm(int nth, long rev, AlarmState state) throws Exception {
        Instant decidedAt =
                switch (state) {
                    case AlarmState.Raised raised -> raised.raisedAt();
                    case AlarmState.Cleared cleared -> cleared.clearedAt();
                    case AlarmState.Withdrawn withdrawn -> withdrawn.raisedAt();
                };
        AlarmEvent alarm =
                new AlarmEvent(
                        AlarmId.of(RULE, DEVICE, T0, nth),
                        RULE,
                        1,
                        DEVICE,
                        new Title("Methane high", "甲烷超限"),
                        Severity.MAJOR,
                        new CaseKind("methane"),
                        Duration.ofHours(1),
                        Duration.ZERO,
                        state,
                        rev,
                        decidedAt,
                        "ch4 is 30 %LEL",
                        new TreeMap<>(),
                        List.of());
        harness.processElement(
                Heard.ofAlarm(
                        TopicRecord.byKey(
                                Topic.ALARMS,
                                DEVICE.value(),
                                Payload.wrap(AlarmCodec.toJson(alarm)))),
                decidedAt.toEpochMilli());
    }

    private void decide(Trouble trouble) throws Exception {
        CaseDecision decision =
                new CaseDecision(
                        trouble.kind(),
                        trouble.scope(),
                        trouble.id(),
                        trouble.rev(),
                        CaseDecision.Outcome.CLOSED,
                        T0.plusSeconds(15));
        harness.processElement(
                Heard.ofDecision(
                        TopicRecord.byKey(
                                Topic.CASE_DECISIONS,
                                CaseDecision.keyOf(trouble.kind(), trouble.scope()),
                                Payload.wrap(decision.toJson()))),
                0);
    }

    private void logTime(Instant time) throws Exception {
        harness.processWatermark(new Watermark(time.toEpochMilli()));
    }

    private List<Trouble> troubles() {
        List<Trouble> troubles = new ArrayList<>();
        harness.extractOutputValues()
                .forEach(record -> troubles.add(TroubleCodec.parse(record.value().toByteArray())));
        return troubles;
    }

    private List<TroublePhase> phases() {
        return troubles().stream().map(Trouble::phase).toList();
    }
}
