// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.unit;

import org.lamplighter.unit.Agreement.Agreed;
import org.lamplighter.unit.Agreement.Different;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a value in one unit becomes one in another: value · factor + offset.
 *
 * @param factor not zero
 * @param offset other than zero for scales of temperature only
 * @param exact false where π is in the factor, which then has 64 digits of it
 */
public record UnitConversion(Ratio factor, Ratio offset, boolean exact) {
    public static final UnitConversion IDENTITY = new UnitConversion(Ratio.ONE, Ratio.ZERO, true);

    /**
     * How a value in {@code from} becomes one in {@code to}. A unit of the lower explosive limit of
     * an unnamed gas agrees with another such unit only.
     */
    public static Agreement between(Unit from, Unit to) {
        return between(from, to, Optional.empty());
    }

    /** The same where the gas is known: {@code %{LEL}} agrees with {@code %} and {@code [ppm]}. */
    public static Agreement between(Unit from, Unit to, LowerExplosiveLimit limit) {
        return between(from, to, Optional.of(limit));
    }

    private static Agreement between(Unit from, Unit to, Optional<LowerExplosiveLimit> limit) {
        if (from.equals(to)) {
            return new Agreed(IDENTITY);
        }
        Measure source = limit.map(l -> share(from.measure(), l)).orElseGet(from::measure);
        Measure target = limit.map(l -> share(to.measure(), l)).orElseGet(to::measure);
        boolean clash =
                !source.annotation().isEmpty()
                        && !target.annotation().isEmpty()
                        && !source.annotation().equals(target.annotation());
        if (clash || !source.bases().equals(target.bases())) {
            return new Different(rule(from, source, to, target), hint(source, target, clash));
        }
        int pi = source.pi() - target.pi();
        Ratio pis = pi == 0 ? Ratio.ONE : UcumTable.pi().power(pi);
        return new Agreed(
                new UnitConversion(
                        source.factor().over(target.factor()).times(pis),
                        source.zero().minus(target.zero()).over(target.factor()),
                        pi == 0));
    }

    /** With shares of the lower explosive limit as shares of the volume. */
    private static Measure share(Measure measure, LowerExplosiveLimit limit) {
        String lel = "{" + UcumParser.LEL + "}";
        if (measure.bases().getOrDefault(lel, 0) != 1) {
            return measure;
        }
        SortedMap<String, Integer> bases = new TreeMap<>(measure.bases());
        bases.remove(lel);
        return new Measure(
                measure.factor().times(limit.share()),
                measure.pi(),
                measure.zero(),
                bases,
                measure.annotation(),
                measure.property());
    }

    private static String rule(Unit from, Measure source, Unit to, Measure target) {
        return "\""
                + from
                + "\" ("
                + kind(source)
                + ") does not become \""
                + to
                + "\" ("
                + kind(target)
                + ")";
    }

    private static String kind(Measure measure) {
        if (!measure.property().isEmpty()) {
            return measure.property();
        }
        return measure.bases().isEmpty() ? "number" : "in base units " + measure.baseCode();
    }

    private static String hint(Measure source, Measure target, boolean clash) {
        boolean lel = has(source, UcumParser.LEL) || has(target, UcumParser.LEL);
        boolean reactive = has(source, UcumParser.REACTIVE) || has(target, UcumParser.REACTIVE);
        boolean level = isLevel(source) && isLevel(target);
        boolean share = source.bases().isEmpty() || target.bases().isEmpty();
        boolean density = isDensity(source) || isDensity(target);
        if (lel && share) {
            return "say at the point what 100 %{LEL} of the gas is in %VOL, such as lel: 5.0 for"
                    + " methane";
        } else if (reactive) {
            return "reactive power is V.A{reactive} on both sides";
        } else if (level) {
            return "levels above different references do not agree; use the same one";
        } else if (share && density) {
            return "it depends on the gas and its temperature; write a scale of your own";
        } else if (clash) {
            return "what stands in braces differs; use the same on both sides";
        }
        return "use two units of the same quantity";
    }

    private static boolean has(Measure measure, String annotation) {
        return measure.bases().containsKey("{" + annotation + "}");
    }

    private static boolean isLevel(Measure measure) {
        return measure.bases().keySet().stream()
                .anyMatch(base -> base.equals("Np") || base.startsWith("B"));
    }

    private static boolean isDensity(Measure measure) {
        return measure.baseCode().equals("g.m-3");
    }

    public boolean isIdentity() {
        return equals(IDENTITY);
    }

    /** The exact result. */
    public Ratio apply(Ratio value) {
        return value.times(factor).plus(offset);
    }
}
