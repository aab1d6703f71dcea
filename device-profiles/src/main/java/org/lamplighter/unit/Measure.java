// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.unit;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a unit is: a value in it times factor · π^pi, plus zero, is one in base units.
 *
 * @param factor not zero
 * @param pi the power of π
 * @param zero where the scale of a temperature begins; elsewhere zero
 * @param bases the exponent of each base unit; none is zero
 * @param annotation what stands within braces, or nothing
 * @param property what is measured, of a single unit; or nothing
 */
record Measure(
        Ratio factor,
        int pi,
        Ratio zero,
        SortedMap<String, Integer> bases,
        String annotation,
        String property) {
    static final Measure ONE =
            new Measure(Ratio.ONE, 0, Ratio.ZERO, Collections.emptySortedMap(), "", "");

    Measure {
        bases = Collections.unmodifiableSortedMap(new TreeMap<>(bases));
    }

    static Measure ofNumber(Ratio number) {
        return new Measure(number, 0, Ratio.ZERO, Collections.emptySortedMap(), "", "");
    }

    static Measure ofBase(String code, String property) {
        SortedMap<String, Integer> bases = new TreeMap<>();
        bases.put(code, 1);
        return new Measure(Ratio.ONE, 0, Ratio.ZERO, bases, "", property);
    }

    /** With the property of the unit that this defines. */
    Measure called(String name) {
        return new Measure(factor, pi, zero, bases, annotation, name);
    }

    Measure annotated(String text) {
        return new Measure(factor, pi, zero, bases, annotation + text, property);
    }

    /** So many of this; of a temperature the scale stays where it is. */
    Measure scaled(Ratio number) {
        return new Measure(factor.times(number), pi, zero, bases, annotation, property);
    }

    /** A product; of temperatures it takes differences. */
    Measure times(Measure other) {
        SortedMap<String, Integer> sum = new TreeMap<>(bases);
        other.bases.forEach((base, exponent) -> sum.merge(base, exponent, Integer::sum));
        sum.values().removeIf(exponent -> exponent == 0);
        return new Measure(
                factor.times(other.factor),
                pi + other.pi,
                Ratio.ZERO,
                sum,
                annotation + other.annotation,
                "");
    }

    /** A power; of a temperature it takes the difference. */
    Measure power(int exponent) {
        if (exponent == 1) {
            return this;
        }
        SortedMap<String, Integer> product = new TreeMap<>();
        if (exponent != 0) {
            bases.forEach((base, e) -> product.put(base, e * exponent));
        }
        return new Measure(
                factor.power(exponent), pi * exponent, Ratio.ZERO, product, annotation, "");
    }

    /** The base units in UCUM's code: {@code g.m-1.s-2}; 1 if there are none. */
    String baseCode() {
        return bases.isEmpty()
                ? "1"
                : bases.entrySet().stream()
                        .map(e -> e.getKey() + (e.getValue() == 1 ? "" : e.getValue()))
                        .collect(Collectors.joining("."));
    }
}
