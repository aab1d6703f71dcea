// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.lpp;

import org.lamplighter.profile.layout.IntegerType;
import org.lamplighter.profile.layout.IntegerType.Sign;
import org.lamplighter.unit.Ratio;
import org.lamplighter.unit.Unit;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The data types of the Cayenne Low Power Payload: those of its documentation, whose number is that
 * of the IPSO object less 3200, and those that its libraries agree on.
 */
enum LppType {
    DIGITAL_INPUT(0, u(1, "1")),
    DIGITAL_OUTPUT(1, u(1, "1")),
    ANALOG_INPUT(2, s(2, "0.01")),
    ANALOG_OUTPUT(3, s(2, "0.01")),
    GENERIC(100, u(4, "1")),
    ILLUMINANCE(101, u(2, "1").in("lx")),
    PRESENCE(102, u(1, "1")),
    TEMPERATURE(103, s(2, "0.1").in("Cel")),
    HUMIDITY(104, u(1, "0.5").in("%")),
    ACCELEROMETER(
            113,
            s(2, "0.001").in("[g]").named("x"),
            s(2, "0.001").in("[g]").named("y"),
            s(2, "0.001").in("[g]").named("z")),
    BAROMETER(115, u(2, "0.1").in("hPa")),
    VOLTAGE(116, u(2, "0.01").in("V")),
    CURRENT(117, u(2, "0.001").in("A")),
    FREQUENCY(118, u(4, "1").in("Hz")),
    PERCENTAGE(120, u(1, "1").in("%")),
    ALTITUDE(121, s(2, "1").in("m")),
    CONCENTRATION(125, u(2, "1").in("[ppm]")),
    POWER(128, u(2, "1").in("W")),
    DISTANCE(130, u(4, "0.001").in("m")),
    ENERGY(131, u(4, "0.001").in("kW.h")),
    DIRECTION(132, u(2, "1").in("deg")),
    /** The device's time, and no point. */
    UNIX_TIME(133, u(4, "1")),
    GYROMETER(
            134,
            s(2, "0.01").in("deg/s").named("x"),
            s(2, "0.01").in("deg/s").named("y"),
            s(2, "0.01").in("deg/s").named("z")),
    COLOUR(135, u(1, "1").named("red"), u(1, "1").named("green"), u(1, "1").named("blue")),
    GPS(
            136,
            s(3, "0.0001").in("deg").named("latitude"),
            s(3, "0.0001").in("deg").named("longitude"),
            s(3, "0.01").in("m").named("altitude")),
    SWITCH(142, u(1, "1"));

    private final int number;

    @SuppressWarnings("ImmutableEnumChecker") // a copy that nothing changes
    private final List<Part> parts;

    LppType(int number, Part... parts) {
        this.number = number;
        this.parts = List.of(parts);
    }

    /**
     * One of the numbers of a value.
     *
     * @param name empty if it is the only one
     * @param unit none if the type does not tell
     */
    record Part(String name, IntegerType type, Ratio scale, Optional<Unit> unit) {
        Part in(String code) {
            return new Part(name, type, scale, Optional.of(new Unit(code)));
        }

        Part named(String newName) {
            return new Part(newName, type, scale, unit);
        }
    }

    private static Part u(int width, String scale) {
        return part(width, Sign.NONE, scale);
    }

    private static Part s(int width, String scale) {
        return part(width, Sign.TWOS_COMPLEMENT, scale);
    }

    private static Part part(int width, Sign sign, String scale) {
        return new Part(
                "",
                new IntegerType(width, false, sign),
                Ratio.of(new BigDecimal(scale)),
                Optional.empty());
    }

    int number() {
        return number;
    }

    List<Part> parts() {
        return parts;
    }

    /** The word in profiles, such as {@code digital-input}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What a part is called in profiles, such as {@code gps.latitude}. */
    String word(Part part) {
        return part.name().isEmpty() ? word() : word() + "." + part.name();
    }

    /** The words of all that may be points. */
    static List<String> words() {
        return Stream.of(values())
                .filter(type -> type != UNIX_TIME)
                .flatMap(type -> type.parts.stream().map(type::word))
                .toList();
    }
}
