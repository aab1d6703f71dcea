// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelVariableResolver;
import dev.cel.runtime.Program;

import org.lamplighter.expression.Formula;
import org.lamplighter.reading.PointName;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A compiled CEL expression that is true or false. Equal if the text and what its names mean are
 * equal.
 *
 * <p>Immutable; safe to share between threads. Evaluating takes a time bounded by {@link
 * Conditions#MAX_NODES}: there are no loops, no regular expressions and no strings that grow.
 */
public final class Condition {
    private final String text;
    private final SortedMap<PointName, String> points;
    private final SortedSet<String> parameters;
    private final SortedSet<String> attributes;
    private final Program program;
    private final Optional<Formula> formula;

    /**
     * A condition.
     *
     * @param text as written
     * @param points the points it needs, with the symbols of their units
     * @param parameters the parameters it needs
     * @param attributes the device attributes it needs
     */
    Condition(
            String text,
            SortedMap<PointName, String> points,
            SortedSet<String> parameters,
            SortedSet<String> attributes,
            Program program,
            Optional<Formula> formula) {
        this.text = text;
        this.points = Collections.unmodifiableSortedMap(new TreeMap<>(points));
        this.parameters = Collections.unmodifiableSortedSet(new TreeSet<>(parameters));
        this.attributes = Collections.unmodifiableSortedSet(new TreeSet<>(attributes));
        this.program = program;
        this.formula = formula;
    }

    /** As written. */
    public String text() {
        return text;
    }

    /** The points it needs, with the symbols of their units. */
    public SortedMap<PointName, String> points() {
        return points;
    }

    /** The parameters it needs. */
    public SortedSet<String> parameters() {
        return parameters;
    }

    /** The device attributes it needs, as in {@code device.<attribute>}. */
    public SortedSet<String> attributes() {
        return attributes;
    }

    /** A faster way to the same answer, for values of their declared types. */
    public Optional<Formula> formula() {
        return formula;
    }

    /**
     * Whether it holds.
     *
     * @param values every point and parameter by its name and every attribute by {@code
     *     device.<name>}: numbers as {@link Double}, flags as {@link Boolean}, texts as {@link
     *     String}. Where a value is missing or of another type, the condition does not hold
     */
    public boolean holds(CelVariableResolver values) {
        try {
            return program.eval(values) instanceof Boolean held && held;
        } catch (CelEvaluationException missingOrOfAnotherType) {
            return false;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Condition that
                && text.equals(that.text)
                && points.equals(that.points)
                && parameters.equals(that.parameters)
                && attributes.equals(that.attributes);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
