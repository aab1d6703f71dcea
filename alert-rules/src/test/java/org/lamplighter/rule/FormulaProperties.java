// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.lamplighter.alarm.Title;
import org.lamplighter.expression.Formula;
import org.lamplighter.profile.Point;
import org.lamplighter.reading.PointName;
import org.lamplighter.unit.Unit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

final class FormulaProperties {
    private static final double[] NUMBERS = {
        0,
        -0.0,
        1,
        -1,
        0.1,
        0.3,
        20,
        1e300,
        -1e300,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN
    };
    private static final List<String> COMPARISONS = List.of("<", "<=", ">", ">=");

    /** The CEL program is the meaning of a condition; the formula is only its faster form. */
    @Property(tries = 1000)
    void aFormulaHoldsExactlyWhereItsProgramDoes(@ForAll long seed) {
        Random random = new Random(seed);
        Condition condition = compile(truth(random, 4));
        Formula formula = condition.formula().orElseThrow();

        for (int i = 0; i < 20; i++) {
            Map<String, Object> values =
                    Map.of(
                            "tilt", NUMBERS[random.nextInt(NUMBERS.length)],
                            "ch4", NUMBERS[random.nextInt(NUMBERS.length)],
                            "limit", NUMBERS[random.nextInt(NUMBERS.length)],
                            "device.background", NUMBERS[random.nextInt(NUMBERS.length)],
                            "open", random.nextBoolean());

            assertThat(formula.holds(places(formula, values)))
                    .as("%s with %s", condition, values)
                    .isEqualTo(condition.holds(name -> Optional.ofNullable(values.get(name))));
        }
    }

    @Example
    void aConditionThatLooksAtATextHasNoFormula() {
        assertThat(compile("mode == 'manual'").formula()).isEmpty();
        assertThat(compile("open && mode != 'manual'").formula()).isEmpty();
    }

    @Example
    void aConditionThatAsksWhetherTwoNumbersAreEqualHasNoFormula() {
        assertThat(compile("open || ch4 == limit").formula()).isEmpty();
        assertThat(compile("open || ch4 != limit").formula()).isEmpty();
        assertThat(compile("open == (ch4 > limit)").formula()).isPresent();
    }

    private static double[] places(Formula formula, Map<String, Object> values) {
        double[] places = new double[formula.names().size()];
        for (int i = 0; i < places.length; i++) {
            Object value = values.get(formula.names().get(i));
            assertThat(value instanceof Boolean).isEqualTo(formula.isFlag(i));
            places[i] =
                    value instanceof Boolean flag
                            ? (flag ? 1 : 0)
                            : value instanceof Double number ? number : Double.NaN;
        }
        return places;
    }

    private static Condition compile(String text) {
        TreeMap<PointName, Point> points = new TreeMap<>();
        for (String name : List.of("tilt", "ch4")) {
            points.put(
                    new PointName(name),
                    new Point(new PointName(name), new Point.Type.Quantity(new Unit("1"))));
        }
        points.put(new PointName("open"), new Point(new PointName("open"), new Point.Type.Flag()));
        points.put(new PointName("mode"), new Point(new PointName("mode"), new Point.Type.Text()));
        TreeMap<String, Parameter> parameters = new TreeMap<>();
        parameters.put(
                "limit",
                new Parameter(
                        "limit", Parameter.Type.NUMBER, 20, 0, 100, "", new Title("Limit", "阈值")));
        return switch (new Conditions(points, parameters).compile(text)) {
            case Conditions.Result.Compiled compiled -> compiled.condition();
            case Conditions.Result.Faulty faulty -> throw new AssertionError(text + faulty);
        };
    }

    private static String truth(Random random, int depth) {
        int kind = random.nextInt(depth == 0 ? 3 : 9);
        return switch (kind) {
            case 0 -> "open";
            case 1 -> random.nextBoolean() ? "true" : "false";
            case 2, 3, 4 ->
                    "(%s %s %s)"
                            .formatted(
                                    number(random, depth - 1),
                                    COMPARISONS.get(random.nextInt(COMPARISONS.size())),
                                    number(random, depth - 1));
            case 5 -> "!" + truth(random, depth - 1);
            case 6 ->
                    "(%s %s %s)"
                            .formatted(
                                    truth(random, depth - 1),
                                    List.of("&&", "||", "==", "!=").get(random.nextInt(4)),
                                    truth(random, depth - 1));
            default ->
                    "(%s ? %s : %s)"
                            .formatted(
                                    truth(random, depth - 1),
                                    truth(random, depth - 1),
                                    truth(random, depth - 1));
        };
    }

    private static String number(Random random, int depth) {
        int kind = random.nextInt(depth <= 0 ? 4 : 9);
        return switch (kind) {
            case 0 -> "tilt";
            case 1 -> "ch4";
            case 2 -> random.nextBoolean() ? "limit" : "device.background";
            case 3 -> List.of("0", "1", "20", "0.1", "2.5e300").get(random.nextInt(5));
            case 4 -> "-" + number(random, depth - 1);
            case 5 -> "abs(%s)".formatted(number(random, depth - 1));
            case 6 ->
                    "%s(%s, %s)"
                            .formatted(
                                    random.nextBoolean() ? "min" : "max",
                                    number(random, depth - 1),
                                    number(random, depth - 1));
            case 7 ->
                    "(%s %s %s)"
                            .formatted(
                                    number(random, depth - 1),
                                    List.of("+", "-", "*", "/").get(random.nextInt(4)),
                                    number(random, depth - 1));
            default ->
                    "(%s ? %s : %s)"
                            .formatted(
                                    truth(random, depth - 1),
                                    number(random, depth - 1),
                                    number(random, depth - 1));
        };
    }
}
