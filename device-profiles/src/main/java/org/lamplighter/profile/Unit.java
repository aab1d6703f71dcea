// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import org.lamplighter.profile.layout.Conversion;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A unit of measure in the case-sensitive code of UCUM (The Unified Code for Units of Measure,
 * version 2.1), such as {@code deg}, {@code cm}, {@code kW.h} or {@code %{LEL}}.
 *
 * @param code a code that {@link #isValid} accepts
 */
public record Unit(String code) {
    /** The longest code, in characters. */
    public static final int MAX_LENGTH = 40;

    private static final Set<String> METRIC =
            Set.of(
                    "m", "s", "g", "rad", "K", "C", "cd", "mol", "sr", "Hz", "N", "Pa", "J", "W",
                    "A", "V", "F", "Ohm", "S", "Wb", "Cel", "T", "H", "lm", "lx", "Bq", "Gy", "Sv",
                    "l", "L", "ar", "t", "bar", "u", "eV", "B", "Np", "bit", "By", "Bd", "m[H2O]",
                    "m[Hg]", "kat", "cal", "eq", "osm", "st");
    private static final Set<String> PLAIN =
            Set.of(
                    "deg",
                    "'",
                    "''",
                    "gon",
                    "min",
                    "h",
                    "d",
                    "wk",
                    "mo",
                    "a",
                    "%",
                    "[ppth]",
                    "[ppm]",
                    "[ppb]",
                    "[pptr]",
                    "[pH]",
                    "[degF]",
                    "[in_i]",
                    "[ft_i]",
                    "[yd_i]",
                    "[mi_i]",
                    "[kn_i]",
                    "[gal_us]",
                    "[lb_av]",
                    "[oz_av]",
                    "[psi]",
                    "[NTU]");
    private static final Set<String> PREFIXES =
            Set.of(
                    "Y", "Z", "E", "P", "T", "G", "M", "k", "h", "da", "d", "c", "m", "u", "n", "p",
                    "f", "a", "z", "y", "Ki", "Mi", "Gi", "Ti");
    private static final Map<String, String> MISTAKES = mistakes();
    private static final Map<String, String> SYMBOLS =
            Map.ofEntries(
                    Map.entry("deg", "°"),
                    Map.entry("Cel", "°C"),
                    Map.entry("[degF]", "°F"),
                    Map.entry("%{LEL}", "%LEL"),
                    Map.entry("dB{mW}", "dBm"),
                    Map.entry("kW.h", "kWh"),
                    Map.entry("W.h", "Wh"),
                    Map.entry("uT", "µT"),
                    Map.entry("um", "µm"),
                    Map.entry("ug/m3", "µg/m³"),
                    Map.entry("m3", "m³"),
                    Map.entry("Ohm", "Ω"),
                    Map.entry("[ppm]", "ppm"),
                    Map.entry("[ppb]", "ppb"),
                    Map.entry("1", ""));

    public Unit {
        if (!isValid(code)) {
            throw new IllegalArgumentException("\"" + code + "\" is no UCUM unit");
        }
    }

    /** Whether {@code code} is a term of UCUM units that are known here; never throws. */
    public static boolean isValid(String code) {
        if (code.isEmpty() || code.length() > MAX_LENGTH) {
            return false;
        }
        int start = 0;
        boolean braces = false;
        for (int i = 0; i <= code.length(); i++) {
            char c = i == code.length() ? '.' : code.charAt(i);
            if (c == '{' || c == '}') {
                if (braces == (c == '{')) {
                    return false;
                }
                braces = c == '{';
            } else if (!braces && (c == '.' || c == '/')) {
                boolean leadingSlash = i == 0 && c == '/';
                if (!leadingSlash && !isComponent(code.substring(start, i))) {
                    return false;
                }
                start = i + 1;
            } else if (c <= ' ' || c > '~') {
                return false;
            }
        }
        return !braces;
    }

    /** What somebody probably meant who wrote a unit that is none. */
    public static Optional<String> findMeant(String code) {
        return Optional.ofNullable(MISTAKES.get(code.toLowerCase(java.util.Locale.ROOT)));
    }

    /** How a number of this unit becomes one of another; none if they measure different things. */
    public Optional<Conversion.Linear> conversionTo(Unit other) {
        return equals(other)
                ? Optional.of(Conversion.Linear.IDENTITY)
                : UnitConversions.find(code, other.code);
    }

    /**
     * How people write it: {@code °C} for {@code Cel}; the code itself where nothing is shorter.
     */
    public String symbol() {
        return SYMBOLS.getOrDefault(code, code);
    }

    @Override
    public String toString() {
        return code;
    }

    private static boolean isComponent(String component) {
        int brace = component.indexOf('{');
        String bare = brace < 0 ? component : component.substring(0, brace);
        if (brace >= 0 && (component.indexOf('}') != component.length() - 1)) {
            return false;
        }
        if (bare.isEmpty()) {
            return brace >= 0 && component.length() > 2;
        }
        if (bare.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return true;
        }
        int end = bare.length();
        while (end > 0 && bare.charAt(end - 1) >= '0' && bare.charAt(end - 1) <= '9') {
            end--;
        }
        boolean signed = end > 0 && end < bare.length() && "+-".indexOf(bare.charAt(end - 1)) >= 0;
        return isAtom(bare.substring(0, signed ? end - 1 : end));
    }

    private static boolean isAtom(String atom) {
        if (METRIC.contains(atom) || PLAIN.contains(atom)) {
            return true;
        }
        for (int length = 1; length <= 2 && length < atom.length(); length++) {
            if (PREFIXES.contains(atom.substring(0, length))
                    && METRIC.contains(atom.substring(length))) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, String> mistakes() {
        Map<String, String> meant = new HashMap<>();
        meant.put("°", "deg");
        meant.put("degree", "deg");
        meant.put("degrees", "deg");
        meant.put("°c", "Cel");
        meant.put("℃", "Cel");
        meant.put("celsius", "Cel");
        meant.put("degc", "Cel");
        meant.put("°f", "[degF]");
        meant.put("%lel", "%{LEL}");
        meant.put("lel", "%{LEL}");
        meant.put("%rh", "%{RH}");
        meant.put("percent", "%");
        meant.put("dbm", "dB{mW}");
        meant.put("kwh", "kW.h");
        meant.put("wh", "W.h");
        meant.put("ppm", "[ppm]");
        meant.put("ppb", "[ppb]");
        meant.put("ph", "[pH]");
        meant.put("ohm", "Ohm");
        meant.put("ω", "Ohm");
        meant.put("µt", "uT");
        meant.put("μt", "uT");
        meant.put("µg/m3", "ug/m3");
        meant.put("m³", "m3");
        meant.put("m^3", "m3");
        meant.put("m2", "m2");
        meant.put("sec", "s");
        meant.put("second", "s");
        meant.put("seconds", "s");
        meant.put("minutes", "min");
        meant.put("hour", "h");
        meant.put("hours", "h");
        meant.put("days", "d");
        meant.put("meter", "m");
        meant.put("metre", "m");
        meant.put("amp", "A");
        meant.put("ampere", "A");
        meant.put("volt", "V");
        meant.put("volts", "V");
        meant.put("watt", "W");
        meant.put("bytes", "By");
        meant.put("count", "1");
        meant.put("none", "1");
        return Map.copyOf(meant);
    }
}
