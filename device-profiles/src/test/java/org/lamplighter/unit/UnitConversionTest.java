// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lamplighter.unit.Agreement.Agreed;
import org.lamplighter.unit.Agreement.Different;

import java.math.BigDecimal;

class UnitConversionTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "mm, cm, 1/10, 0",
                "m, cm, 100, 0",
                "cm, m, 1/100, 0",
                "[ppm], %, 1/10000, 0",
                "%, [ppm], 10000, 0",
                "[ppm], %{VOL}, 1/10000, 0",
                "Cel, K, 1, 5463/20",
                "[degF], Cel, 5/9, -160/9",
                "Cel, [degF], 9/5, 32",
                "mCel, Cel, 1/1000, 0",
                "Cel/min, K/s, 1/60, 0",
                "[degF]/h, Cel/h, 5/9, 0",
                "km/h, m/s, 5/18, 0",
                "m3/h, L/min, 50/3, 0",
                "kW.h, J, 3600000, 0",
                "kV.A{reactive}, V.A{reactive}, 1000, 0",
                "deg, ', 60, 0",
                "''/s, deg/h, 1, 0",
                "mg/L, g/m3, 1, 0",
                "ug/m3, mg/m3, 1/1000, 0",
                "bar, kPa, 100, 0",
                "[psi], Pa, 8896443230521/1290320000, 0",
                "m[H2O], kPa, 196133/20000, 0",
                "By, bit, 8, 0",
                "KiBy, By, 1024, 0",
                "d, min, 1440, 0",
                "mg, g, 1/1000, 0",
                "dB, B, 1/10, 0",
                "dB{mW}, B{mW}, 1/10, 0",
                "{vehicles}/h, /h, 1, 0",
                "10*3.m, km, 1, 0",
                "[ft_i], m, 381/1250, 0",
                "Gal, m/s2, 1/100, 0",
                "G, uT, 100, 0"
            })
    void isExact(String from, String to, String factor, String offset) {
        UnitConversion conversion = agreed(from, to);

        assertThat(conversion.factor()).hasToString(factor);
        assertThat(conversion.offset()).hasToString(offset);
        assertThat(conversion.exact()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "[ppm], %{LEL}, 1/500, 4.4, 1/440",
        "%{VOL}, %{LEL}, 20, 4.4, 250/11",
        "%{LEL}, [ppm], 500, 4.4, 440",
        "%{LEL}, %, 1/20, 4.4, 11/250"
    })
    void tellsMethaneByItsLowerExplosiveLimit(
            String from, String to, String asPractised, String limit, String byIec) {
        assertThat(agreed(from, to, LowerExplosiveLimit.METHANE).factor()).hasToString(asPractised);
        assertThat(LowerExplosiveLimit.METHANE_IEC.percentVolume())
                .isEqualTo(new BigDecimal(limit));
        assertThat(agreed(from, to, LowerExplosiveLimit.METHANE_IEC).factor()).hasToString(byIec);
    }

    @Test
    void tellsAShareOfTheLimitInAnother() {
        assertThat(agreed("%{LEL}", "{LEL}").factor()).hasToString("1/100");
        assertThat(agreed("%{LEL}", "%{LEL}", LowerExplosiveLimit.METHANE).isIdentity()).isTrue();
        assertThat(agreed("[ppm]", "%", LowerExplosiveLimit.METHANE).factor())
                .hasToString("1/10000");
    }

    @Test
    void hasNoLimitOutOfRange() {
        assertThatThrownBy(() -> new LowerExplosiveLimit(new BigDecimal("0")))
                .hasMessage("a lower explosive limit is above 0 and at most 100 %VOL, not 0");
        assertThatThrownBy(() -> new LowerExplosiveLimit(new BigDecimal("100.1")))
                .hasMessage("a lower explosive limit is above 0 and at most 100 %VOL, not 100.1");
    }

    @Test
    void takesManyDigitsOfPi() {
        UnitConversion conversion = agreed("deg", "rad");

        assertThat(conversion.exact()).isFalse();
        assertThat(conversion.factor().doubleValue()).isEqualTo(0.017453292519943295);
        assertThat(agreed("rad", "deg").factor().doubleValue()).isEqualTo(57.29577951308232);
        assertThat(agreed("rad/s", "deg/s").apply(Ratio.ONE).doubleValue())
                .isCloseTo(Math.toDegrees(1), within(1e-14));
    }

    @Test
    void isTheSameUnit() {
        assertThat(agreed("cm", "cm")).isEqualTo(UnitConversion.IDENTITY);
        assertThat(agreed("[pH]", "[pH]").isIdentity()).isTrue();
        assertThat(agreed("{lamps}", "{lamps}").isIdentity()).isTrue();
    }

    @Test
    void givesTheExactResult() {
        UnitConversion celsius = agreed("[degF]", "Cel");

        assertThat(celsius.apply(Ratio.of(212))).isEqualTo(Ratio.of(100));
        assertThat(celsius.apply(Ratio.of(-40))).isEqualTo(Ratio.of(-40));
        assertThat(agreed("mm", "cm").apply(Ratio.of(213)).doubleValue()).isEqualTo(21.3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    cm | V | "cm" (length) does not become "V" (electric potential) | use two units of the same quantity
                    m3/h | m3 | "m3/h" (in base units m3.s-1) does not become "m3" (in base units m3) | use two units of the same quantity
                    %{LEL} | [ppm] | "%{LEL}" (in base units {LEL}) does not become "[ppm]" (fraction) | say at the point what 100 %{LEL} of the gas is in %VOL, such as lel: 5.0 for methane
                    % | %{LEL} | "%" (fraction) does not become "%{LEL}" (in base units {LEL}) | say at the point what 100 %{LEL} of the gas is in %VOL, such as lel: 5.0 for methane
                    mg/m3 | [ppm] | "mg/m3" (in base units g.m-3) does not become "[ppm]" (fraction) | it depends on the gas and its temperature; write a scale of your own
                    dB{mW} | dB{uV} | "dB{mW}" (in base units B.{mW}) does not become "dB{uV}" (in base units B.{uV}) | levels above different references do not agree; use the same one
                    dB | dB{A} | "dB" (level) does not become "dB{A}" (in base units B.{A}) | levels above different references do not agree; use the same one
                    W | V.A{reactive} | "W" (power) does not become "V.A{reactive}" (in base units g.m2.s-3.{reactive}) | reactive power is V.A{reactive} on both sides
                    {lamps} | {vehicles} | "{lamps}" (number) does not become "{vehicles}" (number) | what stands in braces differs; use the same on both sides
                    [NTU] | 1 | "[NTU]" (turbidity) does not become "1" (number) | use two units of the same quantity
                    """)
    void saysWhatDoesNotAgree(String from, String to, String rule, String hint) {
        assertThat(UnitConversion.between(new Unit(from), new Unit(to)))
                .isEqualTo(new Different(rule, hint));
    }

    private static UnitConversion agreed(String from, String to) {
        Agreement agreement = UnitConversion.between(new Unit(from), new Unit(to));
        assertThat(agreement).isInstanceOf(Agreed.class);
        return ((Agreed) agreement).conversion();
    }

    private static UnitConversion agreed(String from, String to, LowerExplosiveLimit limit) {
        Agreement agreement = UnitConversion.between(new Unit(from), new Unit(to), limit);
        assertThat(agreement).isInstanceOf(Agreed.class);
        return ((Agreed) agreement).conversion();
    }
}
