// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.unit;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;

import org.lamplighter.unit.Agreement.Agreed;
import org.lamplighter.unit.Agreement.Different;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

class UnitProperties {
    private static final List<String> PIECES =
            List.of(
                    "m", "g", "s", "k", "Cel", "[degF]", "%", "deg", "[pi]", "10*", "bar", "W", "h",
                    "{LEL}", "{x}", ".", "/", "(", ")", "2", "-3", "[ppm]", "dB", "m[H2O]");

    @Provide
    Arbitrary<String> terms() {
        return Arbitraries.of(PIECES).list().ofMaxSize(9).map(pieces -> String.join("", pieces));
    }

    @Property
    void takesOrRefusesAnyText(@ForAll @StringLength(max = 60) String text) {
        assertThat(Unit.isValid(text)).isIn(true, false);
        assertThat(Unit.findMeant(text)).isNotNull();
    }

    @Property(tries = 20_000)
    void givesBackWhatItConverted(@ForAll("terms") String one, @ForAll("terms") String other) {
        if (!Unit.isValid(one) || !Unit.isValid(other)) {
            return;
        }
        Unit from = new Unit(one);
        Unit to = new Unit(other);
        Agreement back = UnitConversion.between(to, from);
        switch (UnitConversion.between(from, to)) {
            case Agreed(UnitConversion there) -> {
                UnitConversion here = ((Agreed) back).conversion();
                assertThat(here.apply(there.apply(Ratio.of(7)))).isEqualTo(Ratio.of(7));
            }
            case Different(String rule, String hint) -> {
                assertThat(back).isInstanceOf(Different.class);
                assertThat(rule).contains(one, other);
                assertThat(hint).isNotEmpty();
            }
        }
    }

    @Property
    void isTheNearestDouble(@ForAll BigDecimal number) {
        assertThat(Ratio.of(number).doubleValue()).isEqualTo(number.doubleValue());
    }

    @Property
    void isTheNearestDoubleAtAnExactHalf(@ForAll long odd) {
        // Halfway between two doubles, and the least bit beside it.
        BigInteger half =
                BigInteger.valueOf((odd >>> 11) | 1L << 52).shiftLeft(1).add(BigInteger.ONE);
        BigInteger beyond = BigInteger.TEN.pow(300);
        Ratio above = new Ratio(half.multiply(beyond).add(BigInteger.ONE), beyond);
        Ratio below = new Ratio(half.multiply(beyond).subtract(BigInteger.ONE), beyond);

        assertThat(above.doubleValue())
                .isEqualTo(new BigDecimal(half.add(BigInteger.ONE)).doubleValue());
        assertThat(below.doubleValue())
                .isEqualTo(new BigDecimal(half.subtract(BigInteger.ONE)).doubleValue());
    }
}
