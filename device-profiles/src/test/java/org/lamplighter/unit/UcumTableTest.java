// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.unit;

import static org.assertj.core.api.Assertions.assertThat;

import org.fhir.ucum.Decimal;
import org.fhir.ucum.Pair;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;
import org.fhir.ucum.UcumModel;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

class UcumTableTest {
    @Test
    void knowsEveryUnitOfUcum() {
        assertThat(UcumTable.version()).isEqualTo("2.2");
        assertThat(UcumTable.codes()).hasSize(312);
        for (String code : UcumTable.codes()) {
            assertThat(Unit.isValid(code)).as(code).isTrue();
            assertThat(new Unit(code).measure().factor().numerator().signum()).isPositive();
        }
    }

    /**
     * Each unit that is made of others is as large as the library finds, which rounds: of the 21
     * that it has otherwise, [gil_us] is 0.25 % off there.
     */
    @Test
    void agreesWithTheLibraryOnTheSizeOfEachUnit() throws IOException, UcumException {
        try (InputStream in = UcumModel.class.getResourceAsStream("/ucum-essence.xml")) {
            UcumEssenceService library = new UcumEssenceService(in);
            int compared = 0;
            int rounded = 0;
            for (String code : UcumTable.codes()) {
                if (!(UcumTable.find(code).orElseThrow() instanceof UcumTable.Atom.Derived)) {
                    continue;
                }
                Measure measure = new Unit(code).measure();
                double ours =
                        measure.factor().times(UcumTable.pi().power(measure.pi())).doubleValue();
                Pair theirs =
                        library.getCanonicalForm(
                                new Pair(new Decimal("1.000000000000000000"), code));
                double value = Double.parseDouble(theirs.getValue().asScientific());
                double apart = Math.abs(ours / value - 1);
                assertThat(apart).as(code).isLessThan(0.0025);
                assertThat(theirs.getCode().isEmpty() ? "1" : theirs.getCode())
                        .as(code)
                        .isEqualTo(withoutArbitrary(measure).baseCode());
                compared++;
                rounded += apart > 1e-12 ? 1 : 0;
            }
            assertThat(compared).isEqualTo(238);
            assertThat(rounded).isEqualTo(21);
        }
    }

    /** The library takes {@code [iU]} and {@code bit} for numbers. */
    private static Measure withoutArbitrary(Measure measure) {
        SortedMap<String, Integer> bases = new TreeMap<>(measure.bases());
        bases.keySet().retainAll(Set.of("m", "s", "g", "rad", "K", "C", "cd"));
        return new Measure(Ratio.ONE, 0, Ratio.ZERO, bases, "", "");
    }
}
