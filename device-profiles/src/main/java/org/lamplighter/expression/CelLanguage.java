// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.expression;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** What all expressions may have: operators, functions of numbers, and bounds. */
public final class CelLanguage {
    /** The longest expression, in characters. */
    public static final int MAX_LENGTH = 2048;

    /** The most names, numbers and operators in an expression. */
    public static final int MAX_NODES = 256;

    /** The deepest nesting of an expression. */
    public static final int MAX_DEPTH = 32;

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
                    .setOptions(options(8))
                    .addFunctionBindings(
                            CelFunctionBinding.fromOverloads(
                                    "abs",
                                    CelFunctionBinding.from(
                                            "abs_number", Double.class, value -> Math.abs(value))))
                    .addFunctionBindings(
                            CelFunctionBinding.fromOverloads(
                                    "floor",
                                    CelFunctionBinding.from(
                                            "floor_number", Double.class, Math::floor)))
                    .addFunctionBindings(
                            CelFunctionBinding.fromOverloads(
                                    "round",
                                    CelFunctionBinding.from(
                                            "round_number", Double.class, CelLanguage::round)))
                    .addFunctionBindings(
                            CelFunctionBinding.fromOverloads(
                                    "ones",
                                    CelFunctionBinding.from(
                                            "ones_number", Double.class, CelLanguage::ones)))
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
                    .addFunctionBindings(
                            CelFunctionBinding.fromOverloads(
                                    "pow",
                                    CelFunctionBinding.from(
                                            "pow_number", Double.class, Double.class, Math::pow)))
                    .build();

    /** The functions of every expression. */
    private static final List<CelFunctionDecl> FUNCTIONS =
            List.of(function("abs", 1), function("min", 2), function("max", 2));

    /** The functions of what a profile computes. */
    private static final List<CelFunctionDecl> COMPUTING_FUNCTIONS =
            List.of(
                    function("floor", 1),
                    function("round", 1),
                    function("ones", 1),
                    function("pow", 2));

    private CelLanguage() {}

    /** The nearest integer; halves away from zero. */
    static double round(double value) {
        return Math.copySign(Math.floor(Math.abs(value) + 0.5), value);
    }

    /** How many bits of an integer are set. */
    static double ones(double value) {
        return Long.bitCount((long) value);
    }

    /**
     * Bounds that are {@code room} wider than those of an expression that somebody wrote, for what
     * is made of one.
     */
    public static CelOptions options(int room) {
        return CelOptions.current()
                .enableHeterogeneousNumericComparisons(true)
                .maxExpressionCodePointSize(MAX_LENGTH + room)
                .maxParseExpressionNodeCount(MAX_NODES + room)
                .maxParseRecursionDepth(MAX_DEPTH + room)
                .build();
    }

    public static CelRuntime runtime() {
        return RUNTIME;
    }

    public static CelValidationResult parse(String text, CelOptions options) {
        return CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(options)
                .setStandardMacros()
                .build()
                .parse(text);
    }

    /** Checks types, once the names are added and the result's type is set. */
    public static CelCompilerBuilder checker(CelOptions options) {
        return CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(options)
                .setStandardMacros()
                .setStandardEnvironmentEnabled(false)
                .setStandardDeclarations(OPERATORS)
                .addFunctionDeclarations(FUNCTIONS);
    }

    /** The same, with the functions of what a profile computes. */
    static CelCompilerBuilder computingChecker(CelOptions options) {
        return checker(options).addFunctionDeclarations(COMPUTING_FUNCTIONS);
    }

    /**
     * Every integer becomes a decimal number.
     *
     * @param selected is told of what is selected from something, such as {@code a.b}
     * @param foreign is run for what the language does not have: lists, maps and messages
     */
    public static CelExpr withOneKindOfNumber(
            CelExpr node, Consumer<CelExpr.CelSelect> selected, Runnable foreign) {
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
                        .map(target -> withOneKindOfNumber(target, selected, foreign))
                        .ifPresent(call::setTarget);
                for (CelExpr argument : node.call().args()) {
                    call.addArgs(withOneKindOfNumber(argument, selected, foreign));
                }
                yield node.toBuilder().setCall(call.build()).build();
            }
            case SELECT -> {
                selected.accept(node.select());
                yield node;
            }
            case LIST, MAP, STRUCT, COMPREHENSION -> {
                foreign.run();
                yield node;
            }
            case IDENT, NOT_SET -> node;
        };
    }

    private static CelFunctionDecl function(String name, int arguments) {
        CelType[] types = new CelType[arguments];
        Arrays.fill(types, SimpleType.DOUBLE);
        return CelFunctionDecl.newFunctionDeclaration(
                name,
                CelOverloadDecl.newGlobalOverload(name + "_number", SimpleType.DOUBLE, types));
    }
}
