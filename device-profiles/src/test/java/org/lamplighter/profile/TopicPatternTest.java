// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lamplighter.reading.DeviceId;

class TopicPatternTest {
    @ParameterizedTest
    @CsvSource({
        "fleet/{device}/up, fleet/d1/up, true",
        "fleet/{device}/up, fleet/d2/up, false",
        "fleet/{device}/up, fleet/d1, false",
        "fleet/{device}, fleet/d1/up, false",
        "fleet/+/up, fleet/anything/up, true",
        "fleet/+, fleet/, true",
        "fleet/+, fleet, false",
        "up, up, true",
        "up, upper, false",
        "/up, up, false",
        "{device}, d1, true",
    })
    void matchesLevelByLevel(String pattern, String topic, boolean matches) {
        assertThat(new TopicPattern(pattern).matches(topic, new DeviceId("d1"))).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/#", "a+/b", "{device}x", "a\u0000", "1/2/3/4/5/6/7/8/9", "{x}"})
    void refusesPatternsThatMeanNothing(String pattern) {
        assertThat(TopicPattern.isValid(pattern)).isFalse();
    }

    @Test
    void tellsTheDeviceThatATopicNames() {
        TopicPattern pattern = new TopicPattern("city/+/{device}/up");

        assertThat(pattern.filter()).isEqualTo("city/+/+/up");
        assertThat(pattern.namesDevice()).isTrue();
        assertThat(new TopicPattern("city/+/up").namesDevice()).isFalse();
        assertThat(pattern.findDevice("city/north/cover-1/up")).hasValue("cover-1");
        assertThat(pattern.findDevice("city/north/no id/up")).hasValue("no id");
        assertThat(pattern.findDevice("city/north/cover-1/down")).isEmpty();
        assertThat(pattern.findDevice("city/north/cover-1")).isEmpty();
        assertThat(pattern.findDevice("city/north/cover-1/up/")).isEmpty();
        TopicPattern twice = new TopicPattern("{device}/up/{device}");
        assertThat(twice.findDevice("a/up/a")).hasValue("a");
        assertThat(twice.findDevice("a/up/b")).isEmpty();
    }
}
