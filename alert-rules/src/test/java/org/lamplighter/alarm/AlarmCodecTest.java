// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

class AlarmCodecTest {
    private static final Instant AT = Instant.parse("2026-03-01T08:00:00Z");

    @Test
    void writesAnAlarmAsACloudEventWithItsMembersInOneOrder() {
        AlarmEvent alarm = alarm(new AlarmState.Cleared(AT, AT.plusSeconds(600)));

        String json = new String(AlarmCodec.toJson(alarm), UTF_8);

        assertThat(json)
                .isEqualTo(
                        "{\"specversion\":\"1.0\",\"id\":\"00ff-3\",\"source\":\"/jobs\","
                            + "\"type\":\"org.lamplighter.alarm.cleared\",\"subject\":\"C-17\","
                            + "\"time\":\"2026-03-01T08:10:00Z\",\"datacontenttype\":\"application/json\","
                            + "\"data\":{\"id\":\"00ff\",\"rule\":\"methane-high\",\"ruleVersion\":7,"
                            + "\"device\":\"C-17\",\"title\":{\"en\":\"Methane\",\"zh\":\"甲烷\"},"
                            + "\"severity\":\"major\",\"caseKind\":\"methane\",\"deadline\":\"PT1H\","
                            + "\"state\":\"cleared\",\"raisedAt\":\"2026-03-01T08:00:00Z\","
                            + "\"clearedAt\":\"2026-03-01T08:10:00Z\",\"rev\":3,\"decidedAt\":\"2026-03-01T08:10:00Z\",\"reason\":\"below"
                            + " 15\",\"parameters\":{\"limit\":\"20 (default)\"},"
                            + "\"evidence\":[{\"point\":\"ch4\",\"value\":12.5,\"at\":\"2026-03-01T08:00:00Z\"}]}}");
    }

    @Test
    void saysWhichMemberIsWrong() {
        String json = new String(AlarmCodec.toJson(alarm(new AlarmState.Raised(AT))), UTF_8);

        assertThatThrownBy(() -> parse(json.replace("\"rev\":3", "\"rev\":\"3\"")))
                .hasMessage("alarm.rev must be a whole number, not a text");
        assertThatThrownBy(() -> parse(json.replace("\"state\":\"raised\"", "\"state\":\"up\"")))
                .hasMessage("alarm.state must be raised, cleared or withdrawn, not \"up\"");
        assertThatThrownBy(() -> parse(json.replace("\"reason\":", "\"because\":")))
                .hasMessage("alarm.reason must be a text, not missing");
        assertThatThrownBy(() -> parse(json.replace("lamplighter.alarm", "lamplighter.other")))
                .hasMessage(
                        "CloudEvent.type must begin with org.lamplighter.alarm., but is"
                                + " \"org.lamplighter.other.raised\"");
        assertThatThrownBy(() -> parse("[]"))
                .hasMessage("CloudEvent must be a JSON object, not an array");
        assertThatThrownBy(() -> parse("")).hasMessage("CloudEvent must be JSON, but is empty");
    }

    private static AlarmEvent parse(String json) {
        return AlarmCodec.parse(json.getBytes(UTF_8));
    }

    private static AlarmEvent alarm(AlarmState state) {
        TreeMap<String, String> parameters = new TreeMap<>();
        parameters.put("limit", "20 (default)");
        return new AlarmEvent(
                new AlarmId("00ff"),
                new RuleId("methane-high"),
                7,
                new DeviceId("C-17"),
                new Title("Methane", "甲烷"),
                Severity.MAJOR,
                new CaseKind("methane"),
                Duration.ofHours(1),
                Duration.ZERO,
                state,
                3,
                AT.plusSeconds(600),
                "below 15",
                parameters,
                List.of(new Evidence(new PointName("ch4"), new PointValue.Quantity(12.5), AT)));
    }
}
