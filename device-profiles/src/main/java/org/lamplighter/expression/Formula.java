// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.Operator;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An expression over numbers and flags only, as nearly all are, worked out without a box around
 * each value. It means what the CEL program of the same text means: with values of their types such
 * an expression cannot fail. Each rule is evaluated at each reading, where the program was a fifth
 * of the detection job.
 *
 * <p>Immutable; safe to share between threads.
 */
public final class Formula {
    private static final Set<CelType> PLAIN = Set.of(SimpleType.BOOL, SimpleType.DOUBLE);

    private final List<String> names;
    private final BitSet flags;
    private final @Nullable Truth truth;
    private final @Nullable Quantity number;

    /** A number, from the values. */
    private interface Quantity {
        double of(double[] values);
    }

    /** A truth, from the values, among which a flag is 1 or 0. */
    private interface Truth {
        boolean of(double[] values);
    }

    private Formula(
            List<String> names, BitSet flags, @Nullable Truth truth, @Nullable Quantity number) {
        this.names = List.copyOf(names);
        this.flags = flags;
        this.truth = truth;
        this.number = number;
    }

    /**
     * The formula of a checked expression; none if it looks at a text, or asks whether two numbers
     * are equal, which CEL answers by the identity of boxes where they are no numbers (NaN).
     */
    public static Optional<Formula> of(CelAbstractSyntaxTree condition) {
        if (!PLAIN.containsAll(condition.getTypeMap().values())) {
            return Optional.empty();
        }
        Reader reader = new Reader(condition);
        boolean isTruth =
                condition.getTypeOrThrow(condition.getExpr().id()).equals(SimpleType.BOOL);
        Truth truth = isTruth ? reader.truth(condition.getExpr()) : null;
        Quantity number = isTruth ? null : reader.number(condition.getExpr());
        return reader.numbersEqual
                ? Optional.empty()
                : Optional.of(new Formula(reader.names, reader.flags, truth, number));
    }

    /** Whose values it takes: points, parameters, and attributes as {@code device.<name>}. */
    public List<String> names() {
        return names;
    }

    /** Whether the value at that place is a flag, not a number. */
    public boolean isFlag(int place) {
        return flags.get(place);
    }

    /**
     * Whether it holds.
     *
     * @param values in the order of {@link #names}; a flag is 1 or 0
     */
    public boolean holds(double[] values) {
        return truth != null && truth.of(values);
    }

    /**
     * The number that it gives; NaN if it gives a flag.
     *
     * @param values in the order of {@link #names}; a flag is 1 or 0
     */
    public double number(double[] values) {
        return number == null ? Double.NaN : number.of(values);
    }

    /** Reads the tree of one condition, in which everything is a number or a truth. */
    private static final class Reader {
        private final CelAbstractSyntaxTree tree;
        private final List<String> names = new ArrayList<>();
        private final BitSet flags = new BitSet();

        /** Whether it was found to ask whether two numbers are equal. */
        private boolean numbersEqual;

        Reader(CelAbstractSyntaxTree tree) {
            this.tree = tree;
        }

        Truth truth(CelExpr node) {
            return switch (node.getKind()) {
                case CONSTANT -> {
                    boolean value = node.constant().booleanValue();
                    yield values -> value;
                }
                case IDENT, SELECT -> {
                    int at = slot(node);
                    flags.set(at);
                    yield values -> values[at] != 0;
                }
                case CALL -> truthOfCall(node.call());
                case LIST, MAP, STRUCT, COMPREHENSION, NOT_SET -> throw foreign(node);
            };
        }

        private Truth truthOfCall(CelExpr.CelCall call) {
            List<CelExpr> of = call.args();
            return switch (Operator.findReverse(call.function()).orElseThrow()) {
                case LOGICAL_NOT -> {
                    Truth a = truth(of.get(0));
                    yield values -> !a.of(values);
                }
                case LOGICAL_AND -> {
                    Truth a = truth(of.get(0));
                    Truth b = truth(of.get(1));
                    yield values -> a.of(values) && b.of(values);
                }
                case LOGICAL_OR -> {
                    Truth a = truth(of.get(0));
                    Truth b = truth(of.get(1));
                    yield values -> a.of(values) || b.of(values);
                }
                case CONDITIONAL -> {
                    Truth when = truth(of.get(0));
                    Truth a = truth(of.get(1));
                    Truth b = truth(of.get(2));
                    yield values -> when.of(values) ? a.of(values) : b.of(values);
                }
                case LESS -> {
                    Quantity a = number(of.get(0));
                    Quantity b = number(of.get(1));
                    yield values -> a.of(values) < b.of(values);
                }
                case LESS_EQUALS -> {
                    Quantity a = number(of.get(0));
                    Quantity b = number(of.get(1));
                    yield values -> a.of(values) <= b.of(values);
                }
                case GREATER -> {
                    Quantity a = number(of.get(0));
                    Quantity b = number(of.get(1));
                    yield values -> a.of(values) > b.of(values);
                }
                case GREATER_EQUALS -> {
                    Quantity a = number(of.get(0));
                    Quantity b = number(of.get(1));
                    yield values -> a.of(values) >= b.of(values);
                }
                case EQUALS -> equal(of);
                case NOT_EQUALS -> {
                    Truth equal = equal(of);
                    yield values -> !equal.of(values);
                }
                default -> throw foreign(call);
            };
        }

        private Truth equal(List<CelExpr> of) {
            if (tree.getTypeOrThrow(of.getFirst().id()).equals(SimpleType.DOUBLE)) {
                numbersEqual = true;
                return values -> false;
            }
            Truth a = truth(of.get(0));
            Truth b = truth(of.get(1));
            return values -> a.of(values) == b.of(values);
        }

        private Quantity number(CelExpr node) {
            return switch (node.getKind()) {
                case CONSTANT -> {
                    double value = node.constant().doubleValue();
                    yield values -> value;
                }
                case IDENT, SELECT -> {
                    int at = slot(node);
                    yield values -> values[at];
                }
                case CALL -> numberOfCall(node.call());
                case LIST, MAP, STRUCT, COMPREHENSION, NOT_SET -> throw foreign(node);
            };
        }

        private Quantity numberOfCall(CelExpr.CelCall call) {
            List<CelExpr> of = call.args();
            if (call.function().equals(Operator.CONDITIONAL.getFunction())) {
                Truth when = truth(of.get(0));
                Quantity a = number(of.get(1));
                Quantity b = number(of.get(2));
                return values -> when.of(values) ? a.of(values) : b.of(values);
            }
            Quantity a = number(of.getFirst());
            Quantity b = number(of.getLast());
            if (call.function().equals(Operator.ADD.getFunction())) {
                return values -> a.of(values) + b.of(values);
            }
            if (call.function().equals(Operator.SUBTRACT.getFunction())) {
                return values -> a.of(values) - b.of(values);
            }
            if (call.function().equals(Operator.MULTIPLY.getFunction())) {
                return values -> a.of(values) * b.of(values);
            }
            if (call.function().equals(Operator.DIVIDE.getFunction())) {
                return values -> a.of(values) / b.of(values);
            }
            if (call.function().equals(Operator.NEGATE.getFunction())) {
                return values -> -a.of(values);
            }
            return switch (call.function()) {
                case "abs" -> values -> Math.abs(a.of(values));
                case "min" -> values -> Math.min(a.of(values), b.of(values));
                case "max" -> values -> Math.max(a.of(values), b.of(values));
                case "pow" -> values -> Math.pow(a.of(values), b.of(values));
                case "floor" -> values -> Math.floor(a.of(values));
                case "round" -> values -> CelLanguage.round(a.of(values));
                case "ones" -> values -> CelLanguage.ones(a.of(values));
                default -> throw foreign(call);
            };
        }

        private int slot(CelExpr node) {
            String name =
                    tree.getReference(node.id())
                            .map(CelReference::name)
                            .orElseThrow(() -> foreign(node));
            if (!names.contains(name)) {
                names.add(name);
            }
            return names.indexOf(name);
        }

        private static IllegalStateException foreign(Object node) {
            return new IllegalStateException(
                    "a checked expression has nothing but the operators of its language, but: "
                            + node);
        }
    }
}
