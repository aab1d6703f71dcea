// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;

import org.lamplighter.profile.Point;
import org.lamplighter.reading.PointName;

import java.util.ArrayList;
import java.util.List;
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
    static final int MAX_LENGTH = 2048;

    /** The most names, numbers and operators in a condition. */
    static final int MAX_NODES = 256;

    /** The deepest nesting of a condition. */
    static final int MAX_DEPTH = 32;

    /** The word before an attribute's name. */
    static final String DEVICE = "device";

    private static final CelOptions OPTIONS = options(0);

    /** A negation is a little larger than what it negates, which may be as large as is allowed. */
    private static final CelOptions OPTIONS_OF_NEGATIONS = options(8);

    private static final CelStandardDeclarations OPERATORS =
            CelStandardDeclarations.newBuilder()
                    .includeFunctions(
                            StandardFunction.LOGICAL_AND,
                            StandardFunction.LOGICAL_OR,
                            StandardFunction.LOGICAL_NOT,
                            StandardFunction.CONDITIONAL,
                            StandardFunction.EQUALS,
                            StandardFunction.NOT_EQUALS,
                            StandardFunction.LESS,
                            StandardFunction.LESS_EQUALS,
                            StandardFunction.GREATER,
                            StandardFunction.GREATER_EQUALS,
                            StandardFunction.ADD,
                            StandardFunction.SUBTRACT,
                            StandardFunction.MULTIPLY,
                            StandardFunction.DIVIDE,
                            StandardFunction.NEGATE)
                    .build();

    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.plannerRuntimeBuilder()
                    .setOptions(OPTIONS_OF_NEGATIONS)
                    .addFunctionBindings(
                            CelFunctionBinding.fromOverloads(
                                    "abs",
                                    CelFunctionBinding.from(
                                            "abs_number", Double.class, value -> Math.abs(value))))
                    .addFunctionBindings(
                            CelFunctionBinding.fromOverloads(
                                    "min",
                                    CelFunctionBinding.from(
                                            "min_number", Double.class, Double.class, Math::min)))
                    .addFunctionBindings(
                            CelFunctionBinding.fromOverloads(
                                    "max",
                                    CelFunctionBinding.from(
                                            "max_number", Double.class, Double.class, Math::max)))
                    .build();

    private static final List<CelFunctionDecl> FUNCTIONS =
            List.of(
                    function("abs", SimpleType.DOUBLE),
                    function("min", SimpleType.DOUBLE, SimpleType.DOUBLE),
                    function("max", SimpleType.DOUBLE, SimpleType.DOUBLE));

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

    private static CelOptions options(int room) {
        return CelOptions.current()
                .enableHeterogeneousNumericComparisons(true)
                .maxExpressionCodePointSize(MAX_LENGTH + room)
                .maxParseExpressionNodeCount(MAX_NODES + room)
                .maxParseRecursionDepth(MAX_DEPTH + room)
                .build();
    }

    private Result compile(String text, CelOptions options) {
        List<Fault> faults = new ArrayList<>();
        CelValidationResult parsed =
                CelCompilerFactory.standardCelCompilerBuilder()
                        .setOptions(options)
                        .setStandardMacros()
                        .build()
                        .parse(text);
        SortedSet<String> attributes = new TreeSet<>();
        try {
            CelAbstractSyntaxTree tree = parsed.getAst();
            CelExpr plain = withOneKindOfNumber(tree.getExpr(), attributes, faults);
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
        CelCompilerBuilder builder =
                CelCompilerFactory.standardCelCompilerBuilder()
                        .setOptions(options)
                        .setStandardMacros()
                        .setStandardEnvironmentEnabled(false)
                        .setStandardDeclarations(OPERATORS)
                        .addFunctionDeclarations(FUNCTIONS)
                        .setResultType(SimpleType.BOOL);
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
                RUNTIME.createProgram(ast),
                Formula.of(ast));
    }

    /**
     * Every integer becomes a decimal number; what the language does not have is reported;
     * attributes are gathered.
     */
    private static CelExpr withOneKindOfNumber(
            CelExpr node, SortedSet<String> attributes, List<Fault> faults) {
        return switch (node.getKind()) {
            case CONSTANT ->
                    switch (node.constant().getKind()) {
                        case INT64_VALUE ->
                                CelExpr.ofConstant(
                                        node.id(),
                                        CelConstant.ofValue((double) node.constant().int64Value()));
                        case UINT64_VALUE ->
                                CelExpr.ofConstant(
                                        node.id(),
                                        CelConstant.ofValue(
                                                node.constant().uint64Value().doubleValue()));
                        default -> node;
                    };
            case CALL -> {
                CelExpr.CelCall.Builder call = node.call().toBuilder().clearArgs();
                node.call()
                        .target()
                        .map(target -> withOneKindOfNumber(target, attributes, faults))
                        .ifPresent(call::setTarget);
                for (CelExpr argument : node.call().args()) {
                    call.addArgs(withOneKindOfNumber(argument, attributes, faults));
                }
                yield node.toBuilder().setCall(call.build()).build();
            }
            case SELECT -> {
                CelExpr operand = node.select().operand();
                if (operand.getKind() == CelExpr.ExprKind.Kind.IDENT
                        && operand.ident().name().equals(DEVICE)
                        && !node.select().testOnly()) {
                    attributes.add(node.select().field());
                }
                yield node;
            }
            case LIST, MAP, STRUCT, COMPREHENSION -> {
                faults.add(
                        new Fault(
                                -1,
                                1,
                                "a condition has no lists, maps or messages",
                                "compare with each value and join the comparisons by ||"));
                yield node;
            }
            case IDENT, NOT_SET -> node;
        };
    }

    private Fault fault(String text, CelIssue issue) {
        boolean firstLine = issue.getSourceLocation().getLine() == 1;
        int offset = firstLine ? Math.max(0, issue.getSourceLocation().getColumn()) : -1;
        CelWording.Worded worded = CelWording.of(issue.getMessage(), names());
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

    private static CelFunctionDecl function(String name, CelType... arguments) {
        return CelFunctionDecl.newFunctionDeclaration(
                name,
                CelOverloadDecl.newGlobalOverload(name + "_number", SimpleType.DOUBLE, arguments));
    }
}
