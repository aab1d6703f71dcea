// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.runtime.CelEvaluationException;

import org.lamplighter.expression.CelLanguage;
import org.lamplighter.expression.Formula;
import org.lamplighter.expression.Wording;
import org.lamplighter.profile.Point;
import org.lamplighter.reading.PointName;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compiles the conditions of one rule: parse, check the types, plan.
 *
 * <p>The language is CEL without macros, lists, maps, conversions and regular expressions, so that
 * the time of an evaluation is bounded by the size of the text. All numbers are of one type: {@code
 * tilt > 90} and {@code tilt > 90.0} are the same.
 */
final class Conditions {
    /** The longest condition, in characters. */
    static final int MAX_LENGTH = CelLanguage.MAX_LENGTH;

    /** The most names, numbers and operators in a condition. */
    static final int MAX_NODES = CelLanguage.MAX_NODES;

    /** The word before an attribute's name. */
    static final String DEVICE = "device";

    private static final CelOptions OPTIONS = CelLanguage.options(0);

    /** A negation is a little larger than what it negates, which may be as large as is allowed. */
    private static final CelOptions OPTIONS_OF_NEGATIONS = CelLanguage.options(8);

    private static final Fault FOREIGN =
            new Fault(
                    -1,
                    1,
                    "a condition has no lists, maps or messages",
                    "compare with each value and join the comparisons by ||");

    private final SortedMap<PointName, Point> points;
    private final SortedMap<String, Parameter> parameters;

    /** For a rule that may use these points and, of these parameters, the numbers. */
    Conditions(SortedMap<PointName, Point> points, SortedMap<String, Parameter> parameters) {
        this.points = points;
        this.parameters = parameters;
    }

    /** What compiling gave. */
    sealed interface Result {
        /** A condition that can be evaluated. */
        record Compiled(Condition condition) implements Result {}

        /** What is wrong with it. */
        record Faulty(List<Fault> faults) implements Result {}
    }

    /**
     * One thing wrong.
     *
     * @param offset where in the text, from 0; {@code -1} if not in its first line
     * @param length how many characters are meant
     * @param rule what is broken
     * @param hint what to do
     */
    record Fault(int offset, int length, String rule, String hint) {}

    Result compile(String text) {
        return compile(text, OPTIONS);
    }

    /**
     * The opposite of a condition that was compiled here.
     *
     * @throws IllegalStateException if it was not
     */
    Condition negate(Condition condition) {
        return switch (compile("!(" + condition.text() + ")", OPTIONS_OF_NEGATIONS)) {
            case Result.Compiled compiled -> compiled.condition();
            case Result.Faulty faulty ->
                    throw new IllegalStateException(
                            "the negation of a sound condition is sound, but: " + faulty.faults());
        };
    }

    private Result compile(String text, CelOptions options) {
        List<Fault> faults = new ArrayList<>();
        CelValidationResult parsed = CelLanguage.parse(text, options);
        SortedSet<String> attributes = new TreeSet<>();
        try {
            CelAbstractSyntaxTree tree = parsed.getAst();
            CelExpr plain =
                    CelLanguage.withOneKindOfNumber(
                            tree.getExpr(),
                            selected -> attribute(selected).ifPresent(name -> attributes.add(name)),
                            () -> faults.add(FOREIGN));
            if (!faults.isEmpty()) {
                return new Result.Faulty(faults);
            }
            CelValidationResult checked =
                    compiler(attributes, options)
                            .check(CelAbstractSyntaxTree.newParsedAst(plain, tree.getSource()));
            CelAbstractSyntaxTree ast = checked.getAst();
            return new Result.Compiled(condition(text, ast, attributes));
        } catch (CelValidationException e) {
            e.getErrors().forEach(issue -> faults.add(fault(text, issue)));
            return new Result.Faulty(faults);
        } catch (CelEvaluationException e) {
            throw new IllegalStateException("a checked condition could not be planned: " + text, e);
        }
    }

    private CelCompiler compiler(SortedSet<String> attributes, CelOptions options) {
        CelCompilerBuilder builder = CelLanguage.checker(options).setResultType(SimpleType.BOOL);
        points.forEach((name, point) -> builder.addVar(name.value(), typeOf(point)));
        parameters.values().stream()
                .filter(parameter -> parameter.type() == Parameter.Type.NUMBER)
                .forEach(parameter -> builder.addVar(parameter.name(), SimpleType.DOUBLE));
        attributes.forEach(
                attribute -> builder.addVar(DEVICE + "." + attribute, SimpleType.DOUBLE));
        return builder.build();
    }

    private Condition condition(
            String text, CelAbstractSyntaxTree ast, SortedSet<String> attributes)
            throws CelEvaluationException {
        SortedMap<PointName, String> usedPoints = new TreeMap<>();
        SortedSet<String> usedParameters = new TreeSet<>();
        for (CelReference reference : ast.getReferenceMap().values()) {
            String name = reference.name();
            Point point = PointName.isValid(name) ? points.get(new PointName(name)) : null;
            if (point != null) {
                usedPoints.put(point.name(), unitOf(point));
            } else if (parameters.containsKey(name)) {
                usedParameters.add(name);
            }
        }
        return new Condition(
                text,
                usedPoints,
                usedParameters,
                attributes,
                CelLanguage.runtime().createProgram(ast),
                Formula.of(ast));
    }

    /** The attribute that is selected of the device. */
    private static Optional<String> attribute(CelExpr.CelSelect select) {
        boolean ofDevice =
                select.operand().getKind() == CelExpr.ExprKind.Kind.IDENT
                        && select.operand().ident().name().equals(DEVICE)
                        && !select.testOnly();
        return ofDevice ? Optional.of(select.field()) : Optional.empty();
    }

    private Fault fault(String text, CelIssue issue) {
        boolean firstLine = issue.getSourceLocation().getLine() == 1;
        int offset = firstLine ? Math.max(0, issue.getSourceLocation().getColumn()) : -1;
        Wording.Worded worded = Wording.of(issue.getMessage(), names(), Wording.Subject.CONDITION);
        int length =
                offset >= 0 && text.startsWith(worded.subject(), offset)
                        ? Math.max(1, worded.subject().length())
                        : 1;
        return new Fault(offset, length, worded.rule(), worded.hint());
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        points.keySet().forEach(name -> names.add(name.value()));
        parameters.values().stream()
                .filter(parameter -> parameter.type() == Parameter.Type.NUMBER)
                .forEach(parameter -> names.add(parameter.name()));
        names.addAll(List.of("abs", "max", "min", DEVICE));
        return names;
    }

    private static CelType typeOf(Point point) {
        return switch (point.type()) {
            case Point.Type.Quantity quantity -> SimpleType.DOUBLE;
            case Point.Type.Flag flag -> SimpleType.BOOL;
            case Point.Type.Text words -> SimpleType.STRING;
        };
    }

    private static String unitOf(Point point) {
        return switch (point.type()) {
            case Point.Type.Quantity quantity -> quantity.unit().symbol();
            case Point.Type.Flag flag -> "";
            case Point.Type.Text words -> "";
        };
    }
}
