// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamplighter.alarm.AlarmEvent;
import org.lamplighter.alarm.AlarmId;
import org.lamplighter.alarm.AlarmState;
import org.lamplighter.alarm.RuleId;
import org.lamplighter.alarm.Severity;
import org.lamplighter.cases.CaseDecision;
import org.lamplighter.correlate.Claim;
import org.lamplighter.correlate.area.AreaRouting;
import org.lamplighter.evaluate.Subject;
import org.lamplighter.jobs.lane.PlainType;
import org.lamplighter.jobs.lane.TopicRecord;
import org.lamplighter.log.Topic;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.Payload;
import org.lamplighter.registry.Credentials;
import org.lamplighter.registry.Device;
import org.lamplighter.registry.Location;
import org.lamplighter.rule.ParameterOverride;
import org.lamplighter.rule.Rule;
import org.lamplighter.rule.RuleBook;
import org.lamplighter.rule.RuleInForce;
import org.lamplighter.rule.ShippedPacks;
import org.lamplighter.trouble.Trouble;
import org.lamplighter.trouble.TroubleCodec;
import org.lamplighter.trouble.TroublePhase;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

final class AreaOperatorTest {
    private static final Instant T0 = Instant.parse("2026-11-21T06:00:00Z");
    private static final RuleBook BOOK = ShippedPacks.book();

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
    void makesOneTroubleOfFiveCoversAndTellsTheirDevices() throws Exception {
        for (int cover = 0; cover < 5; cover++) {
            raise(cover);
        }

        assertThat(troubles()).hasSize(1);
        assertThat(troubles().getFirst().scope().text()).isEqualTo("drainage_main:M3");
        assertThat(troubles().getFirst().devices()).hasSize(5);
        assertThat(claims()).hasSize(5).allMatch(Claim::stands);
    }

    @Test
    void tellsWhatComesLaterTogetherWhenLogTimeHasCome() throws Exception {
        for (int cover = 0; cover < 8; cover++) {
            raise(cover);
        }
        assertThat(troubles()).hasSize(1);

        logTime(T0.plusSeconds(33));
        assertThat(troubles()).hasSize(1);
        logTime(T0.plusSeconds(34));

        assertThat(troubles()).hasSize(2);
        assertThat(troubles().getLast().devices()).hasSize(8);
        assertThat(claims()).hasSize(8);
    }

    @Test
    void keepsItsStateAndItsTimersOverARestore() throws Exception {
        for (int cover = 0; cover < 4; cover++) {
            raise(cover);
        }
        OperatorSubtaskState before = harness.snapshot(1, 1);
        raise(4);
        raise(5);
        OperatorSubtaskState after = harness.snapshot(2, 2);
        harness.close();

        harness = harness();
        harness.initializeState(before);
        harness.open();
        raise(4);
        assertThat(troubles().getFirst().devices()).hasSize(5);
        harness.close();

        harness = harness();
        harness.initializeState(after);
        harness.open();
        logTime(T0.plusSeconds(34));
        assertThat(troubles().getFirst().devices()).hasSize(6);
    }

    @Test
    void countsWhatIsThereAlreadyWhenFewerDevicesAreSetToBeEnough() throws Exception {
        for (int cover = 0; cover < 3; cover++) {
            raise(cover);
        }
        OperatorSubtaskState before = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(before);
        harness.open();
        assertThat(troubles()).isEmpty();
        RuleBook fewer =
                BOOK.with(
                        "cover",
                        1_000,
                        ShippedPacks.require("cover").yaml(),
                        List.of(
                                ParameterOverride.parse(
                                        "area:drainage_main=M3", "area-overflow.devices", "3")));

        Optional<Subject> first = Optional.of(subject(new DeviceId("C-0")));
        for (var input : AreaRouting.ofChange(BOOK, first, fewer, first, T0.plusSeconds(9))) {
            harness.processElement(Heard.of(input), T0.plusSeconds(9).toEpochMilli());
        }

        assertThat(troubles()).hasSize(1);
        assertThat(troubles().getFirst().devices()).hasSize(3);
        assertThat(claims()).hasSize(3).allMatch(Claim::stands);
    }

    @Test
    void endsTheTroubleByTheDesksDecision() throws Exception {
        for (int cover = 0; cover < 5; cover++) {
            raise(cover);
        }
        Trouble open = troubles().getLast();
        CaseDecision decision =
                new CaseDecision(
                        open.kind(),
                        open.scope(),
                        open.id(),
                        open.rev(),
                        CaseDecision.Outcome.CLOSED,
                        T0.plusSeconds(15));
        harness.processElement(
                Heard.ofDecision(
                        TopicRecord.byKey(
                                Topic.CASE_DECISIONS,
                                decision.key(),
                                Payload.wrap(decision.toJson()))),
                0);

        assertThat(troubles().getLast().phase()).isEqualTo(TroublePhase.ENDED);
        assertThat(claims()).as("they stay part of it").hasSize(5);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Heard, TopicRecord> harness()
            throws Exception {
        var made =
                new KeyedOneInputStreamOperatorTestHarness<String, Heard, TopicRecord>(
                        new KeyedProcessOperator<>(new AreaOperator()),
                        Heard::scope,
                        BasicTypeInfo.STRING_TYPE_INFO);
        made.setup(PlainType.TOPIC_RECORD.createSerializer(new SerializerConfigImpl()));
        return made;
    }

    private static Subject subject(DeviceId id) {
        TreeMap<String, String> attributes = new TreeMap<>();
        attributes.put("drainage_main", "M3");
        return new Subject(
                new Device(
                        id,
                        "generic-manhole-cover",
                        "",
                        new Location.Unknown(),
                        List.of(),
                        attributes,
                        false,
                        Credentials.NONE),
                "manhole-cover",
                Duration.ofHours(24));
    }

    private void raise(int cover) throws Exception {
        DeviceId id = new DeviceId("C-" + cover);
        RuleId name = new RuleId("sewer-overflow");
        Rule rule =
                BOOK.rulesFor("manhole-cover").stream()
                        .map(RuleInForce::rule)
                        .filter(each -> each.id().equals(name))
                        .findFirst()
                        .orElseThrow();
        Instant at = T0.plusSeconds(cover);
        AlarmEvent alarm =
                new AlarmEvent(
                        AlarmId.of(name, id, at, 0),
                        name,
                        1,
                        id,
                        rule.title(),
                        Severity.MAJOR,
                        rule.caseKind(),
                        rule.deadline(),
                        rule.groupWait(),
                        new AlarmState.Raised(at),
                        1,
                        at,
                        "overflow",
                        new TreeMap<>(),
                        List.of());
        for (var input : AreaRouting.ofAlarm(BOOK, subject(id), alarm)) {
            harness.processElement(Heard.of(input), at.toEpochMilli());
        }
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

    private List<Claim> claims() {
        var told = harness.getSideOutput(AreaOperator.CLAIMS);
        return told == null
                ? List.of()
                : told.stream().map(StreamRecord::getValue).map(Heard::claim).toList();
    }
}
