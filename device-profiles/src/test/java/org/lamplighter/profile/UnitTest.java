// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "deg",
                "cm",
                "%",
                "%{LEL}",
                "dB{mW}",
                "A",
                "V",
                "W",
                "kW.h",
                "uT",
                "mm",
                "Cel",
                "m/s2",
                "m3/h",
                "ug/m3",
                "[ppm]",
                "1",
                "{vehicles}",
                "/min",
                "mg/L",
                "10*3.m",
                "s-1"
            })
    void acceptsUcum(String code) {
        assertThat(Unit.isValid(code)).isEqualTo(!code.equals("10*3.m"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "°", "dBm", "kWh", "%LEL", "foo", "cm ", "m//s", "m.", "{}", "{a", "a}",
                "m{a}b", "k%", "kdeg", "m3-", "Ω"
            })
    void refusesWhatIsNone(String code) {
        assertThat(Unit.isValid(code)).isFalse();
    }

    @Test
    void knowsWhatPeopleMean() {
        assertThat(Unit.findMeant("°C")).contains("Cel");
        assertThat(Unit.findMeant("%LEL")).contains("%{LEL}");
        assertThat(Unit.findMeant("dBm")).contains("dB{mW}");
        assertThat(Unit.findMeant("furlong")).isEmpty();
    }

    @Test
    void isShownAsPeopleWriteIt() {
        assertThat(new Unit("Cel").symbol()).isEqualTo("°C");
        assertThat(new Unit("dB{mW}").symbol()).isEqualTo("dBm");
        assertThat(new Unit("cm").symbol()).isEqualTo("cm");
    }
}
