// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
                "V.A{reactive}",
                "uT",
                "mm",
                "Cel",
                "mCel",
                "Cel/min",
                "m/s2",
                "m3/h",
                "ug/m3",
                "[ppm]",
                "[NTU]",
                "1",
                "{vehicles}",
                "/min",
                "/(h.m2)",
                "mg/L",
                "10*3.m",
                "10*-3",
                "10^3",
                "s-1",
                "m+2",
                "m.{x}",
                "B[10.nV]",
                "m[H2O]",
                "dag",
                "KiBy",
                "10*30"
            })
    void acceptsUcum(String code) {
        assertThat(Unit.isValid(code)).isTrue();
        assertThat(new Unit(code).code()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "°",
                "dBm",
                "kWh",
                "%LEL",
                "foo",
                "cm ",
                " cm",
                "m//s",
                "m.",
                "/",
                "./m",
                "m)",
                "(m",
                "()",
                "{}",
                "{a",
                "a}",
                "m{a}b",
                "m{a b}",
                "{é}",
                "m{a{b}",
                "k%",
                "kdeg",
                "k[ppm]",
                "kkg",
                "m3-",
                "2m",
                "1,5",
                "0",
                "m31",
                "m-31",
                "m99999999999",
                "1234567890",
                "Ω",
                "(m/s)2",
                "[",
                "[ppm",
                "m[",
                "+",
                "-2",
                "３"
            })
    void refusesWhatIsNone(String code) {
        assertThat(Unit.isValid(code)).isFalse();
        assertThatThrownBy(() -> new Unit(code))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"" + code + "\" is no UCUM unit");
    }

    @ParameterizedTest
    @CsvSource({
        "°, deg",
        "°C, Cel",
        "℃, Cel",
        "%LEL, %{LEL}",
        "dBm, dB{mW}",
        "kWh, kW.h",
        "KWH, kW.h",
        "kvarh, kV.A.h{reactive}",
        "µg/m³, ug/m3",
        "m^3/h, m3/h",
        "m/s², m/s2",
        "MM, mm",
        "CM, cm",
        "°C/min, Cel/min",
        "kW·h, kW.h",
        "kΩ, kOhm",
        "celcius, ''",
        "％, %"
    })
    void knowsWhatPeopleMean(String written, String meant) {
        assertThat(Unit.findMeant(written).orElse("")).isEqualTo(meant);
        assertThat(meant.isEmpty() || Unit.isValid(meant)).isTrue();
    }

    @Test
    void meansNothingByWhatIsFarFromAll() {
        assertThat(Unit.findMeant("furlong")).isEmpty();
        assertThat(Unit.findMeant("qq")).isEmpty();
        assertThat(Unit.findMeant("x".repeat(10_000))).isEmpty();
    }

    @Test
    void isShownAsPeopleWriteIt() {
        assertThat(new Unit("Cel").symbol()).isEqualTo("°C");
        assertThat(new Unit("dB{mW}").symbol()).isEqualTo("dBm");
        assertThat(new Unit("cm").symbol()).isEqualTo("cm");
        assertThat(new Unit("kV.A.h{reactive}").symbol()).isEqualTo("kvarh");
    }
}
