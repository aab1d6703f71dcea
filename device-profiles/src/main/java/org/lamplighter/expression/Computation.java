// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An expression that computes a value of others. Immutable; safe to share between threads. Equal if
 * the text and what its names mean are equal.
 */
public final class Computation {
    private static final CelOptions OPTIONS = CelLanguage.options(0);

    private final String text;
    private final Sort result;
    private final List<Name> names;
    private final Program program;
    private final Optional<Formula> formula;

    /** What a value is. */
    public enum Sort {
        NUMBER,
        FLAG,
        TEXT;

        private CelType type() {
            return switch (this) {
                case NUMBER -> SimpleType.DOUBLE;
                case FLAG -> SimpleType.BOOL;
                case TEXT -> SimpleType.STRING;
            };
        }
    }

    /** A name that stands in the expression. */
    public record Name(String text, Sort sort) {}

    /** What compiling gave. */
    public sealed interface Compiled {
        /** A computation. */
        record Sound(Computation computation) implements Compiled {}

        /** What is wrong with it, at least one thing. */
        record Faulty(List<Fault> faults) implements Compiled {}
    }

    /**
     * One thing wrong.
     *
     * @param offset where in the text, from 0; {@code -1} if not in its first line
     * @param length how many characters are meant
     * @param rule what is broken
     * @param hint what to do
     */
    public record Fault(int offset, int length, String rule, String hint) {}

    private Computation(
            String text,
            Sort result,
            List<Name> names,
            Program program,
            Optional<Formula> formula) {
        this.text = text;
        this.result = result;
        this.names = List.copyOf(names);
        this.program = program;
        this.formula = formula;
    }

    /**
     * Compiles.
     *
     * @param known the names that may stand in it
     * @param result what it must give
     */
    public static Compiled compile(String text, Map<String, Sort> known, Sort result) {
        List<Fault> faults = new ArrayList<>();
        try {
            CelAbstractSyntaxTree tree = CelLanguage.parse(text, OPTIONS).getAst();
            var plain =
                    CelLanguage.withOneKindOfNumber(
                            tree.getExpr(),
                            selected -> faults.add(foreign()),
                            () -> faults.add(foreign()));
            if (!faults.isEmpty()) {
                return new Compiled.Faulty(List.copyOf(faults));
            }
            CelCompilerBuilder checker =
                    CelLanguage.computingChecker(OPTIONS).setResultType(result.type());
            known.forEach((name, sort) -> checker.addVar(name, sort.type()));
            CelAbstractSyntaxTree checked =
                    checker.build()
                            .check(CelAbstractSyntaxTree.newParsedAst(plain, tree.getSource()))
                            .getAst();
            Map<String, Name> names = new TreeMap<>();
            for (CelReference reference : checked.getReferenceMap().values()) {
                Sort sort = known.get(reference.name());
                if (sort != null) {
                    names.put(reference.name(), new Name(reference.name(), sort));
                }
            }
            return new Compiled.Sound(
                    new Computation(
                            text,
                            result,
                            List.copyOf(names.values()),
                            CelLanguage.runtime().createProgram(checked),
                            Formula.of(checked)));
        } catch (CelValidationException e) {
            e.getErrors().forEach(issue -> faults.add(fault(text, issue, known, result)));
            return new Compiled.Faulty(List.copyOf(faults));
        } catch (CelEvaluationException e) {
            throw new IllegalStateException(
                    "a checked expression could not be planned: " + text, e);
        }
    }

    private static Fault foreign() {
        return new Fault(
                -1,
                1,
                "an expression has no lists, maps, messages or members",
                "compute with numbers, flags and texts");
    }

    private static Fault fault(String text, CelIssue issue, Map<String, Sort> known, Sort result) {
        boolean firstLine = issue.getSourceLocation().getLine() == 1;
        int offset = firstLine ? Math.max(0, issue.getSourceLocation().getColumn()) : -1;
        TreeSet<String> names = new TreeSet<>(known.keySet());
        names.addAll(List.of("abs", "floor", "max", "min", "ones", "pow", "round"));
        Wording.Worded worded = Wording.of(issue.getMessage(), names, new Wording.Subject(result));
        int length =
                offset >= 0 && text.startsWith(worded.subject(), offset)
                        ? Math.max(1, worded.subject().length())
                        : 1;
        return new Fault(offset, length, worded.rule(), worded.hint());
    }

    /** As written. */
    public String text() {
        return text;
    }

    /** The names that stand in it, in alphabetical order. */
    public List<Name> names() {
        return names;
    }

    public Sort result() {
        return result;
    }

    /** A faster way to the same number or flag, where there is one. */
    public Optional<Formula> formula() {
        return formula;
    }

    /**
     * Its value: a {@link Double}, {@link Boolean} or {@link String}; null if there is none.
     *
     * @param values the value of each name
     */
    public @Nullable Object of(Map<String, ?> values) {
        try {
            return program.eval(values);
        } catch (CelEvaluationException e) {
            return null;
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Computation that
                && text.equals(that.text)
                && result == that.result
                && names.equals(that.names);
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
