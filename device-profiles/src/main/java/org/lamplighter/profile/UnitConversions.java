// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import org.lamplighter.profile.layout.Conversion;
import org.lamplighter.profile.layout.Ratio;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Converts between units that measure the same thing. Known are the units that sensors send; others
 * convert to nothing but themselves.
 *
 * <p>Of methane, 100 %LEL are 5 % of the volume (GB 15322, EN 50194; IEC 60079-20-1 has 4.4 % in
 * its newer editions), so 1 %LEL is 500 ppm.
 */
final class UnitConversions {
    private static final Map<String, Atom> ATOMS = atoms();
    private static final Map<String, Ratio> PREFIXES =
            Map.ofEntries(
                    Map.entry("G", power(9)),
                    Map.entry("M", power(6)),
                    Map.entry("k", power(3)),
                    Map.entry("h", power(2)),
                    Map.entry("da", power(1)),
                    Map.entry("d", power(-1)),
                    Map.entry("c", power(-2)),
                    Map.entry("m", power(-3)),
                    Map.entry("u", power(-6)),
                    Map.entry("n", power(-9)),
                    Map.entry("p", power(-12)));

    private UnitConversions() {}

    /**
     * A unit in base units.
     *
     * @param dimensions the base units with their exponents
     * @param metric whether it takes prefixes
     */
    private record Atom(
            Map<String, Integer> dimensions, Ratio factor, Ratio offset, boolean metric) {}

    /** How a number of one unit becomes one of another. */
    static Optional<Conversion.Linear> find(String from, String to) {
        Optional<Atom> one = parse(from);
        Optional<Atom> other = parse(to);
        if (one.isEmpty()
                || other.isEmpty()
                || !one.get().dimensions().equals(other.get().dimensions())) {
            return Optional.empty();
        }
        Ratio scale = one.get().factor().over(other.get().factor());
        Ratio offset =
                one.get()
                        .offset()
                        .plus(other.get().offset().times(Ratio.of(-1)))
                        .over(other.get().factor());
        return Optional.of(new Conversion.Linear(scale, offset));
    }

    private static Optional<Atom> parse(String code) {
        Optional<Atom> whole = atom(code);
        if (whole.isPresent()) {
            return whole;
        }
        Map<String, Integer> dimensions = new TreeMap<>();
        Ratio factor = Ratio.ONE;
        int sign = 1;
        int start = 0;
        for (int i = 0; i <= code.length(); i++) {
            if (i < code.length() && code.charAt(i) != '.' && code.charAt(i) != '/') {
                continue;
            }
            if (i > start) {
                Optional<Atom> term = term(code.substring(start, i), sign);
                if (term.isEmpty()) {
                    return Optional.empty();
                }
                term.get()
                        .dimensions()
                        .forEach((base, n) -> dimensions.merge(base, n, Integer::sum));
                factor = factor.times(term.get().factor());
            }
            sign = i < code.length() && code.charAt(i) == '/' ? -1 : 1;
            start = i + 1;
        }
        dimensions.values().removeIf(exponent -> exponent == 0);
        return Optional.of(new Atom(dimensions, factor, Ratio.ZERO, false));
    }

    private static Optional<Atom> term(String text, int sign) {
        int end = text.length();
        while (end > 1 && Character.isDigit(text.charAt(end - 1))) {
            end--;
        }
        boolean negative = end < text.length() && end > 1 && text.charAt(end - 1) == '-';
        int exponent =
                end == text.length() || text.length() - end > 1
                        ? 1
                        : Integer.parseInt(text.substring(end));
        Optional<Atom> atom = atom(text.substring(0, negative ? end - 1 : end));
        if (atom.isEmpty() || !atom.get().offset().equals(Ratio.ZERO)) {
            return Optional.empty();
        }
        int power = sign * (negative ? -exponent : exponent);
        Map<String, Integer> dimensions = new TreeMap<>();
        atom.get().dimensions().forEach((base, n) -> dimensions.put(base, n * power));
        Ratio factor = Ratio.ONE;
        for (int i = 0; i < Math.abs(power); i++) {
            factor =
                    power > 0
                            ? factor.times(atom.get().factor())
                            : factor.over(atom.get().factor());
        }
        return Optional.of(new Atom(dimensions, factor, Ratio.ZERO, false));
    }

    private static Optional<Atom> atom(String code) {
        Atom known = ATOMS.get(code);
        if (known != null) {
            return Optional.of(known);
        }
        for (int length = 1; length <= 2 && length < code.length(); length++) {
            Ratio prefix = PREFIXES.get(code.substring(0, length));
            Atom base = ATOMS.get(code.substring(length));
            if (prefix != null && base != null && base.metric()) {
                return Optional.of(
                        new Atom(
                                base.dimensions(),
                                base.factor().times(prefix),
                                base.offset(),
                                false));
            }
        }
        return Optional.empty();
    }

    private static Ratio power(int exponent) {
        return Ratio.of(BigDecimal.ONE.scaleByPowerOfTen(exponent));
    }

    private static Ratio ratio(String number) {
        return Ratio.of(new BigDecimal(number));
    }

    private static Map<String, Atom> atoms() {
        Map<String, Atom> atoms = new HashMap<>();
        for (String base : new String[] {"m", "g", "s", "A", "mol", "cd", "rad"}) {
            atoms.put(base, metric(Map.of(base, 1), "1"));
        }
        atoms.put("K", new Atom(Map.of("K", 1), Ratio.ONE, Ratio.ZERO, true));
        atoms.put("Cel", new Atom(Map.of("K", 1), Ratio.ONE, ratio("273.15"), true));
        atoms.put(
                "[degF]",
                new Atom(
                        Map.of("K", 1),
                        ratio("5").over(ratio("9")),
                        ratio("459.67").times(ratio("5")).over(ratio("9")),
                        false));
        Map<String, Integer> time = Map.of("s", 1);
        atoms.put("min", plain(time, "60"));
        atoms.put("h", plain(time, "3600"));
        atoms.put("d", plain(time, "86400"));
        atoms.put("wk", plain(time, "604800"));
        Map<String, Integer> angle = Map.of("deg", 1);
        atoms.put("deg", plain(angle, "1"));
        atoms.put("gon", plain(angle, "0.9"));
        atoms.put("'", new Atom(angle, Ratio.ONE.over(ratio("60")), Ratio.ZERO, false));
        atoms.put("''", new Atom(angle, Ratio.ONE.over(ratio("3600")), Ratio.ZERO, false));
        Map<String, Integer> length = Map.of("m", 1);
        atoms.put("[in_i]", plain(length, "0.0254"));
        atoms.put("[ft_i]", plain(length, "0.3048"));
        atoms.put("[yd_i]", plain(length, "0.9144"));
        atoms.put("[mi_i]", plain(length, "1609.344"));
        atoms.put(
                "[kn_i]",
                new Atom(
                        Map.of("m", 1, "s", -1),
                        ratio("1852").over(ratio("3600")),
                        Ratio.ZERO,
                        false));
        Map<String, Integer> volume = Map.of("m", 3);
        atoms.put("l", metric(volume, "0.001"));
        atoms.put("L", metric(volume, "0.001"));
        atoms.put("[gal_us]", plain(volume, "0.003785411784"));
        atoms.put("t", metric(Map.of("g", 1), "1000000"));
        atoms.put("[lb_av]", plain(Map.of("g", 1), "453.59237"));
        atoms.put("[oz_av]", plain(Map.of("g", 1), "28.349523125"));
        Map<String, Integer> none = Map.of();
        atoms.put("1", plain(none, "1"));
        atoms.put("%", plain(none, "0.01"));
        atoms.put("[ppth]", plain(none, "0.001"));
        atoms.put("[ppm]", plain(none, "0.000001"));
        atoms.put("[ppb]", plain(none, "0.000000001"));
        atoms.put("%{vol}", plain(none, "0.01"));
        atoms.put("%{LEL}", plain(none, "0.0005"));
        Map<String, Integer> pressure = Map.of("g", 1, "m", -1, "s", -2);
        atoms.put("Pa", metric(pressure, "1000"));
        atoms.put("bar", metric(pressure, "100000000"));
        atoms.put("m[H2O]", metric(pressure, "9806650"));
        atoms.put("m[Hg]", metric(pressure, "133322387"));
        atoms.put("[psi]", plain(pressure, "6894757.293168"));
        atoms.put("N", metric(Map.of("g", 1, "m", 1, "s", -2), "1000"));
        Map<String, Integer> energy = Map.of("g", 1, "m", 2, "s", -2);
        atoms.put("J", metric(energy, "1000"));
        atoms.put("cal", metric(energy, "4184"));
        atoms.put("W", metric(Map.of("g", 1, "m", 2, "s", -3), "1000"));
        Map<String, Integer> charge = Map.of("A", 1, "s", 1);
        atoms.put("C", metric(charge, "1"));
        atoms.put("V", metric(Map.of("g", 1, "m", 2, "s", -3, "A", -1), "1000"));
        atoms.put("Ohm", metric(Map.of("g", 1, "m", 2, "s", -3, "A", -2), "1000"));
        atoms.put("S", metric(Map.of("g", -1, "m", -2, "s", 3, "A", 2), "0.001"));
        atoms.put("F", metric(Map.of("g", -1, "m", -2, "s", 4, "A", 2), "0.001"));
        atoms.put("T", metric(Map.of("g", 1, "s", -2, "A", -1), "1000"));
        atoms.put("Hz", metric(Map.of("s", -1), "1"));
        atoms.put("lm", metric(Map.of("cd", 1), "1"));
        atoms.put("lx", metric(Map.of("cd", 1, "m", -2), "1"));
        atoms.put("By", metric(Map.of("bit", 1), "8"));
        atoms.put("bit", metric(Map.of("bit", 1), "1"));
        return Map.copyOf(atoms);
    }

    private static Atom metric(Map<String, Integer> dimensions, String factor) {
        return new Atom(new TreeMap<>(dimensions), ratio(factor), Ratio.ZERO, true);
    }

    private static Atom plain(Map<String, Integer> dimensions, String factor) {
        return new Atom(new TreeMap<>(dimensions), ratio(factor), Ratio.ZERO, false);
    }
}
