// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.json;

import org.lamplighter.profile.Point;
import org.lamplighter.unit.Agreement;
import org.lamplighter.unit.Unit;
import org.lamplighter.unit.UnitConversion;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The units of SenML (RFC 8428 section 12.1 and RFC 8798) in UCUM's code. */
final class SenMlUnits {
    /** UCUM's code for each; what UCUM has none for is not among them. */
    static final Map<String, String> UCUM =
            Map.ofEntries(
                    Map.entry("m", "m"),
                    Map.entry("kg", "kg"),
                    Map.entry("g", "g"),
                    Map.entry("s", "s"),
                    Map.entry("A", "A"),
                    Map.entry("K", "K"),
                    Map.entry("cd", "cd"),
                    Map.entry("mol", "mol"),
                    Map.entry("Hz", "Hz"),
                    Map.entry("rad", "rad"),
                    Map.entry("N", "N"),
                    Map.entry("Pa", "Pa"),
                    Map.entry("J", "J"),
                    Map.entry("W", "W"),
                    Map.entry("C", "C"),
                    Map.entry("V", "V"),
                    Map.entry("F", "F"),
                    Map.entry("Ohm", "Ohm"),
                    Map.entry("S", "S"),
                    Map.entry("T", "T"),
                    Map.entry("H", "H"),
                    Map.entry("Cel", "Cel"),
                    Map.entry("lm", "lm"),
                    Map.entry("lx", "lx"),
                    Map.entry("m2", "m2"),
                    Map.entry("m3", "m3"),
                    Map.entry("l", "L"),
                    Map.entry("m/s", "m/s"),
                    Map.entry("m/s2", "m/s2"),
                    Map.entry("m3/s", "m3/s"),
                    Map.entry("l/s", "L/s"),
                    Map.entry("W/m2", "W/m2"),
                    Map.entry("lat", "deg"),
                    Map.entry("lon", "deg"),
                    Map.entry("deg", "deg"),
                    Map.entry("dB", "dB"),
                    Map.entry("dBm", "dB{mW}"),
                    Map.entry("count", "1"),
                    Map.entry("/", "1"),
                    Map.entry("%", "%"),
                    Map.entry("/100", "%"),
                    Map.entry("%RH", "%"),
                    Map.entry("%EL", "%"),
                    Map.entry("EL", "s"),
                    Map.entry("1/s", "/s"),
                    Map.entry("1/min", "/min"),
                    Map.entry("S/m", "S/m"),
                    Map.entry("kg/m3", "kg/m3"),
                    Map.entry("VA", "V.A"),
                    Map.entry("kVA", "kV.A"),
                    Map.entry("ms", "ms"),
                    Map.entry("min", "min"),
                    Map.entry("h", "h"),
                    Map.entry("MHz", "MHz"),
                    Map.entry("kW", "kW"),
                    Map.entry("Ah", "A.h"),
                    Map.entry("Wh", "W.h"),
                    Map.entry("kWh", "kW.h"),
                    Map.entry("mV", "mV"),
                    Map.entry("mA", "mA"),
                    Map.entry("ug/m3", "ug/m3"),
                    Map.entry("mm/h", "mm/h"),
                    Map.entry("m/h", "m/h"),
                    Map.entry("ppm", "[ppm]"),
                    Map.entry("hPa", "hPa"),
                    Map.entry("mm", "mm"),
                    Map.entry("cm", "cm"),
                    Map.entry("km", "km"),
                    Map.entry("km/h", "km/h"));

    private SenMlUnits() {}

    /** How a value in each of them becomes one in a point's unit; only of those that do. */
    static SortedMap<String, UnitConversion> conversions(Point point, Unit unit) {
        SortedMap<String, UnitConversion> conversions = new TreeMap<>();
        UCUM.forEach(
                (senMl, code) -> {
                    if (between(point, new Unit(code), unit)
                            instanceof Agreement.Agreed(UnitConversion conversion)) {
                        conversions.put(senMl, conversion);
                    }
                });
        return conversions;
    }

    static Agreement between(Point point, Unit from, Unit to) {
        return point.lel()
                .map(lel -> UnitConversion.between(from, to, lel))
                .orElseGet(() -> UnitConversion.between(from, to));
    }
}
