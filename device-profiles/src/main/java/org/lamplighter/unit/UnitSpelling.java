// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.unit;

import org.lamplighter.yaml.Suggestions;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How people write units, against how UCUM does. */
final class UnitSpelling {
    /** Units of city sensors, looked through for the nearest one. */
    private static final List<String> COMMON =
            List.of(
                    "deg",
                    "cm",
                    "mm",
                    "m",
                    "km",
                    "Cel",
                    "K",
                    "%",
                    "%{LEL}",
                    "%{RH}",
                    "[ppm]",
                    "[ppb]",
                    "mg/m3",
                    "ug/m3",
                    "mg/L",
                    "m3",
                    "L",
                    "m3/h",
                    "L/min",
                    "m/s",
                    "km/h",
                    "m/s2",
                    "mm/h",
                    "Pa",
                    "kPa",
                    "hPa",
                    "bar",
                    "V",
                    "mV",
                    "A",
                    "mA",
                    "W",
                    "kW",
                    "kW.h",
                    "V.A",
                    "V.A{reactive}",
                    "Hz",
                    "Ohm",
                    "lx",
                    "dB",
                    "dB{mW}",
                    "uT",
                    "s",
                    "min",
                    "h",
                    "d",
                    "uS/cm",
                    "[pH]",
                    "[NTU]",
                    "bit",
                    "By",
                    "1");

    private static final Map<String, String> SYMBOLS =
            Map.ofEntries(
                    Map.entry("deg", "°"),
                    Map.entry("Cel", "°C"),
                    Map.entry("[degF]", "°F"),
                    Map.entry("%{LEL}", "%LEL"),
                    Map.entry("%{RH}", "%RH"),
                    Map.entry("%{VOL}", "%VOL"),
                    Map.entry("dB{mW}", "dBm"),
                    Map.entry("dB{A}", "dB(A)"),
                    Map.entry("kW.h", "kWh"),
                    Map.entry("W.h", "Wh"),
                    Map.entry("V.A", "VA"),
                    Map.entry("kV.A", "kVA"),
                    Map.entry("V.A{reactive}", "var"),
                    Map.entry("kV.A{reactive}", "kvar"),
                    Map.entry("kV.A.h{reactive}", "kvarh"),
                    Map.entry("uT", "µT"),
                    Map.entry("um", "µm"),
                    Map.entry("uS/cm", "µS/cm"),
                    Map.entry("ug/m3", "µg/m³"),
                    Map.entry("mg/m3", "mg/m³"),
                    Map.entry("m3", "m³"),
                    Map.entry("m3/h", "m³/h"),
                    Map.entry("m/s2", "m/s²"),
                    Map.entry("Ohm", "Ω"),
                    Map.entry("[ppm]", "ppm"),
                    Map.entry("[ppb]", "ppb"),
                    Map.entry("[pH]", "pH"),
                    Map.entry("[NTU]", "NTU"),
                    Map.entry("[g]", "g"),
                    Map.entry("1", ""));
    private static final Map<String, String> MISTAKES = mistakes();

    private UnitSpelling() {}

    static String symbol(String code) {
        return SYMBOLS.getOrDefault(code, code);
    }

    static Optional<String> findMeant(String written) {
        String lower = written.toLowerCase(Locale.ROOT);
        Optional<String> known = Optional.ofNullable(MISTAKES.get(lower));
        if (known.isPresent() || written.length() > Unit.MAX_LENGTH) {
            return known;
        }
        String plain = plain(written);
        if (!plain.equals(written) && Unit.isValid(plain)) {
            return Optional.of(plain);
        }
        Optional<String> sameLetters =
                COMMON.stream().filter(code -> code.equalsIgnoreCase(plain)).findFirst();
        return sameLetters.isPresent() || written.length() < 3
                ? sameLetters
                : Suggestions.findNearest(written, COMMON);
    }

    /** With UCUM's signs in place of those of print. */
    private static String plain(String written) {
        return written.strip()
                .replace("²", "2")
                .replace("³", "3")
                .replace("^", "")
                .replace("·", ".")
                .replace("⋅", ".")
                .replace("*", ".")
                .replace("µ", "u")
                .replace("μ", "u")
                .replace("Ω", "Ohm")
                .replace("Ω", "Ohm")
                .replace("°C", "Cel")
                .replace("℃", "Cel")
                .replace("°F", "[degF]")
                .replace("℉", "[degF]")
                .replace("°", "deg")
                .replace("％", "%")
                .replace(" ", "");
    }

    private static Map<String, String> mistakes() {
        Map<String, String> meant = new HashMap<>();
        meant.put("degree", "deg");
        meant.put("degrees", "deg");
        meant.put("celsius", "Cel");
        meant.put("degc", "Cel");
        meant.put("c", "Cel");
        meant.put("degf", "[degF]");
        meant.put("fahrenheit", "[degF]");
        meant.put("%lel", "%{LEL}");
        meant.put("lel", "%{LEL}");
        meant.put("%vol", "%{VOL}");
        meant.put("vol%", "%{VOL}");
        meant.put("%rh", "%{RH}");
        meant.put("rh", "%{RH}");
        meant.put("percent", "%");
        meant.put("dbm", "dB{mW}");
        meant.put("dba", "dB{A}");
        meant.put("db(a)", "dB{A}");
        meant.put("kwh", "kW.h");
        meant.put("mwh", "MW.h");
        meant.put("wh", "W.h");
        meant.put("ah", "A.h");
        meant.put("mah", "mA.h");
        meant.put("va", "V.A");
        meant.put("kva", "kV.A");
        meant.put("var", "V.A{reactive}");
        meant.put("kvar", "kV.A{reactive}");
        meant.put("kvarh", "kV.A.h{reactive}");
        meant.put("ppm", "[ppm]");
        meant.put("ppb", "[ppb]");
        meant.put("ppt", "[pptr]");
        meant.put("ph", "[pH]");
        meant.put("ntu", "[NTU]");
        meant.put("fnu", "[FNU]");
        meant.put("psi", "[psi]");
        meant.put("inch", "[in_i]");
        meant.put("in", "[in_i]");
        meant.put("ft", "[ft_i]");
        meant.put("feet", "[ft_i]");
        meant.put("mile", "[mi_i]");
        meant.put("mph", "[mi_i]/h");
        meant.put("kph", "km/h");
        meant.put("kmh", "km/h");
        meant.put("knot", "[kn_i]");
        meant.put("knots", "[kn_i]");
        meant.put("gal", "[gal_us]");
        meant.put("mh2o", "m[H2O]");
        meant.put("mmhg", "mm[Hg]");
        meant.put("lpm", "L/min");
        meant.put("cmh", "m3/h");
        meant.put("gs", "G");
        meant.put("gauss", "G");
        meant.put("rpm", "/min");
        meant.put("sec", "s");
        meant.put("second", "s");
        meant.put("seconds", "s");
        meant.put("msec", "ms");
        meant.put("minute", "min");
        meant.put("minutes", "min");
        meant.put("hour", "h");
        meant.put("hours", "h");
        meant.put("hr", "h");
        meant.put("day", "d");
        meant.put("days", "d");
        meant.put("meter", "m");
        meant.put("metre", "m");
        meant.put("meters", "m");
        meant.put("metres", "m");
        meant.put("liter", "L");
        meant.put("litre", "L");
        meant.put("ton", "t");
        meant.put("amp", "A");
        meant.put("amps", "A");
        meant.put("ampere", "A");
        meant.put("volt", "V");
        meant.put("volts", "V");
        meant.put("watt", "W");
        meant.put("watts", "W");
        meant.put("hertz", "Hz");
        meant.put("lux", "lx");
        meant.put("byte", "By");
        meant.put("bytes", "By");
        meant.put("kb", "kBy");
        meant.put("bits", "bit");
        meant.put("count", "1");
        meant.put("counts", "1");
        meant.put("times", "1");
        meant.put("pcs", "1");
        meant.put("none", "1");
        return Map.copyOf(meant);
    }
}
