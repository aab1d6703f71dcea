// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AlarmCodecProperties {
    @Property
    void everyAlarmIsReadBackAsItWasAndWrittenTheSameTwice(@ForAll("alarms") AlarmEvent alarm) {
        byte[] json = AlarmCodec.toJson(alarm);

        AlarmEvent parsed = AlarmCodec.parse(json);

        assertThat(parsed).isEqualTo(alarm);
        assertThat(AlarmCodec.toJson(parsed)).isEqualTo(json);
    }

    @Provide
    Arbitrary<AlarmEvent> alarms() {
        return ArbitraryAlarms.alarms();
    }
}
