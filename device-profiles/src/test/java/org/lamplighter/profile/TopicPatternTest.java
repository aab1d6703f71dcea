// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import static org.assertj.core.api.Assertions.assertThat;

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
}
