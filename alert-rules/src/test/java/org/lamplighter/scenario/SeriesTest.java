// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.reading.PointValue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

final class SeriesTest {
    @Test
    void shorthandStandsForValuesInSteps() {
        assertThat(Series.parse("20 x2, 20+1.5 x3, 40-5 x2, _, _ x2, true, \"E 7\"").values())
                .isEqualTo(
                        List.of(
                                number(20),
                                number(20),
                                number(20),
                                number(21.5),
                                number(23),
                                number(40),
                                number(35),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(new PointValue.Flag(true)),
                                Optional.of(new PointValue.Text("E 7"))));
    }

    @Test
    void aFaultSaysWhatStandsThere() {
        assertThat(Series.parse("20 x5, twenty").fault())
                .isEqualTo(
                        "\"twenty\" is none of a value, a value xN, a number+step xN, _ and _ xN");
        assertThat(Series.parse("true+1 x2").fault())
                .isEqualTo("\"true+1 x2\" has a step, and only numbers have one");
    }

    @Test
    void aSeriesHasTenThousandStepsAndNoMore() {
        assertThat(Series.parse("1 x10000").values()).hasSize(10_000);
        assertThat(Series.parse("1 x10000, 1").fault())
                .isEqualTo("a series has at most 10000 steps");
    }

    @Test
    void momentsAreReadAndWritten() {
        assertThat(Moments.parse("2d12h")).contains(Duration.ofHours(60));
        assertThat(Moments.format(Duration.ofHours(60))).isEqualTo("2d12h");
        assertThat(Moments.format(Duration.ZERO)).isEqualTo("0s");
        assertThat(Moments.parse("60d")).contains(Moments.LONGEST);
        assertThat(Moments.parse("60d1ms")).isEmpty();
    }

    private static Optional<PointValue> number(double value) {
        return Optional.of(new PointValue.Quantity(value));
    }
}
