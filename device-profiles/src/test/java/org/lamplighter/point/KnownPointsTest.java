// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.point;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lamplighter.profile.Point;
import org.lamplighter.profile.ShippedProfiles;
import org.lamplighter.reading.PointName;
import org.lamplighter.unit.Unit;

import java.util.HashSet;
import java.util.Set;

class KnownPointsTest {
    @Test
    void sayWhatTheyAreInEnglishAndChinese() {
        assertThat(KnownPoints.all()).hasSizeGreaterThan(110);
        Set<PointName> names = new HashSet<>();
        for (KnownPoint point : KnownPoints.all()) {
            assertThat(names.add(point.name())).as(point.name() + " twice").isTrue();
            assertThat(point.english()).isNotBlank();
            assertThat(point.chinese()).isNotBlank();
            assertThat(point.lwm2m()).matches("(\\d+(/\\d+)?)?");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tilt, tilt",
        "current_2, current",
        "tilt_x, tilt",
        "temperature_max, temperature",
        "voltage_a, voltage",
        "current_2_max, current",
        "tilt_limit, tilt",
        "pm2_5, pm2_5",
        "overflow_limit, ''",
        "open_1, ''",
        "lamp, ''"
    })
    void areFoundByTheirNamesAndThoseOfSeveral(String name, String known) {
        assertThat(KnownPoints.find(new PointName(name)).map(p -> p.name().value()).orElse(""))
                .isEqualTo(known);
    }

    @ParameterizedTest
    @CsvSource({
        "methane, ch4",
        "water_level, level",
        "temprature, temperature",
        "tilt, ''",
        "xyz, ''",
        "relay_state_of_the_pump, ''"
    })
    void areWhatPeopleMeanByOtherNames(String name, String meant) {
        assertThat(KnownPoints.findMeant(new PointName(name)).map(PointName::value).orElse(""))
                .isEqualTo(meant);
    }

    @Test
    void fitWhatIsDeclaredAsTheyAre() {
        assertThat(fit("tilt", "deg")).isEqualTo(new Fit.Same());
        assertThat(fit("humidity", "%")).isEqualTo(new Fit.Same());
        assertThat(fit("lamps", "V")).isEqualTo(new Fit.Unknown());
        assertThat(KnownPoints.fitOf(new PointName("open"), new Measured.Flag()))
                .isEqualTo(new Fit.Same());
    }

    @Test
    void tellAnotherUnitOfTheSameQuantity() {
        assertThat(fit("distance", "mm"))
                .isInstanceOfSatisfying(
                        Fit.OtherUnit.class,
                        other -> {
                            assertThat(other.conversion().factor()).hasToString("1/10");
                            assertThat(other.rule())
                                    .isEqualTo("\"distance\" is known in \"cm\", not \"mm\"");
                            assertThat(other.hint())
                                    .isEqualTo(
                                            "write distance: { unit: cm }, and where it is read the"
                                                    + " unit that is sent: \"mm\"");
                        });
        assertThat(fit("ch4", "[ppm]"))
                .isInstanceOfSatisfying(
                        Fit.OtherUnit.class,
                        other -> {
                            assertThat(other.conversion().factor()).hasToString("1/500");
                            assertThat(other.hint())
                                    .isEqualTo(
                                            "write ch4: { unit: \"%{LEL}\" }, and where it is read"
                                                    + " the unit that is sent: \"[ppm]\"");
                        });
    }

    @Test
    void tellWhatDoesNotFit() {
        assertThat(fit("level", "V"))
                .isEqualTo(
                        new Fit.Wrong(
                                "\"level\" is known in \"cm\" (height of the water: more is worse),"
                                        + " and \"V\" (electric potential) does not become \"cm\""
                                        + " (length)",
                                "write level: { unit: cm }, or choose another name"));
        assertThat(fit("open", "1"))
                .isEqualTo(
                        new Fit.Wrong(
                                "\"open\" is known as a flag (it is open: a cover, a door or a"
                                        + " lid), not a quantity",
                                "write open: { type: flag }, or choose another name"));
        assertThat(KnownPoints.fitOf(new PointName("battery"), new Measured.Text()))
                .isEqualTo(
                        new Fit.Wrong(
                                "\"battery\" is known as a quantity (charge left in the battery),"
                                        + " not a text",
                                "write battery: { unit: \"%\" }, or choose another name"));
    }

    /** A battery's voltage is no battery in the sense of the rules. */
    @Test
    void tellAVoltageThatIsCalledBattery() {
        assertThat(fit("battery", "V"))
                .isInstanceOfSatisfying(
                        Fit.Wrong.class,
                        wrong ->
                                assertThat(wrong.rule())
                                        .startsWith("\"battery\" is known in \"%\""));
    }

    @Test
    void noShippedProfileUsesANameForAnythingElse() {
        for (ShippedProfiles.Shipped shipped : ShippedProfiles.all()) {
            for (Point point : shipped.profile().points().values()) {
                assertThat(KnownPoints.fitOf(point.name(), measured(point.type())))
                        .as(shipped.id() + " " + point)
                        .isNotInstanceOf(Fit.Wrong.class);
            }
        }
    }

    private static Measured measured(Point.Type type) {
        return switch (type) {
            case Point.Type.Quantity(Unit unit) -> new Measured.Quantity(unit);
            case Point.Type.Flag flag -> new Measured.Flag();
            case Point.Type.Text text -> new Measured.Text();
        };
    }

    private static Fit fit(String name, String unit) {
        return KnownPoints.fitOf(new PointName(name), new Measured.Quantity(new Unit(unit)));
    }
}
