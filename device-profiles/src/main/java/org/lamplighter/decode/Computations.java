// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import org.jspecify.annotations.Nullable;
import org.lamplighter.expression.Computation;
import org.lamplighter.expression.Formula;
import org.lamplighter.profile.DeviceProfile;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Computes points of others, once a reading is complete. Where a value is missing, or the result is
 * no finite number, the point has none. Immutable; safe to share between threads.
 */
final class Computations {
    private final One[] all;

    private Computations(One[] all) {
        this.all = all;
    }

    /** One computed point. */
    private static final class One {
        /** Its place. */
        final int point;

        final Computation computation;
        final List<String> names;

        /** The places of its names' values: of a point or, below zero, of a kept number. */
        final int[] sources;

        One(int point, Computation computation, List<String> names, int[] sources) {
            this.point = point;
            this.computation = computation;
            this.names = names;
            this.sources = sources;
        }
    }

    /**
     * Compiles.
     *
     * @param numbers the names under which numbers are kept, by their places
     */
    static Computations of(
            DeviceProfile profile, Map<PointName, Integer> indexes, List<String> numbers) {
        One[] all =
                profile.computed().stream()
                        .map(
                                computed -> {
                                    Computation computation = computed.computation();
                                    List<String> names =
                                            computation
                                                    .formula()
                                                    .map(Formula::names)
                                                    .orElseGet(
                                                            () ->
                                                                    computation.names().stream()
                                                                            .map(
                                                                                    Computation.Name
                                                                                            ::text)
                                                                            .toList());
                                    return new One(
                                            require(indexes, computed.point()),
                                            computation,
                                            names,
                                            names.stream()
                                                    .mapToInt(
                                                            name -> source(name, indexes, numbers))
                                                    .toArray());
                                })
                        .toArray(One[]::new);
        return new Computations(all);
    }

    private static int require(Map<PointName, Integer> indexes, PointName name) {
        return Optional.ofNullable(indexes.get(name))
                .orElseThrow(() -> new IllegalArgumentException("no point is named " + name));
    }

    private static int source(String name, Map<PointName, Integer> indexes, List<String> numbers) {
        Integer point = PointName.isValid(name) ? indexes.get(new PointName(name)) : null;
        if (point != null) {
            return point;
        }
        int number = numbers.indexOf(name);
        if (number < 0) {
            throw new IllegalArgumentException("nothing is named " + name);
        }
        return -1 - number;
    }

    boolean isEmpty() {
        return all.length == 0;
    }

    /**
     * Computes the points of one reading.
     *
     * @param numbers the kept numbers
     * @param readIn the reading in which each was read, plus 1; 0 for one that was not
     */
    void run(Draft draft, long[] numbers, long[] readIn) {
        for (One one : all) {
            if (isComplete(one, draft, readIn) && draft.values[one.point] == null) {
                draft.values[one.point] = value(one, draft, numbers);
            }
        }
    }

    /** Whether each value is there, and one of them is of this reading and not of the frame's. */
    private static boolean isComplete(One one, Draft draft, long[] readIn) {
        boolean own = draft.number == 0;
        for (int source : one.sources) {
            if (source >= 0) {
                if (draft.values[source] == null) {
                    return false;
                }
                own = true;
            } else {
                long reading = readIn[-1 - source] - 1;
                if (reading != 0 && reading != draft.number) {
                    return false;
                }
                own |= reading == draft.number;
            }
        }
        return own;
    }

    private static @Nullable PointValue value(One one, Draft draft, long[] numbers) {
        Optional<Formula> formula = one.computation.formula();
        if (formula.isPresent()) {
            double[] values = new double[one.sources.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = number(one.sources[i], draft, numbers);
            }
            return switch (one.computation.result()) {
                case NUMBER -> quantity(formula.get().number(values));
                case FLAG -> new PointValue.Flag(formula.get().holds(values));
                case TEXT -> null;
            };
        }
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < one.sources.length; i++) {
            values.put(one.names.get(i), object(one.sources[i], draft, numbers));
        }
        return switch (one.computation.of(values)) {
            case Double number -> quantity(number);
            case Boolean flag -> new PointValue.Flag(flag);
            case String text when !text.isEmpty() && text.length() <= PointValue.Text.MAX_LENGTH ->
                    new PointValue.Text(text);
            case null, default -> null;
        };
    }

    private static @Nullable PointValue quantity(double number) {
        // -0 and 0 are one measurement, and must be one value everywhere
        return Double.isFinite(number) ? new PointValue.Quantity(number == 0 ? 0.0 : number) : null;
    }

    private static double number(int source, Draft draft, long[] numbers) {
        if (source < 0) {
            return numbers[-1 - source];
        }
        return switch (draft.values[source]) {
            case PointValue.Quantity quantity -> quantity.value();
            case PointValue.Flag flag -> flag.value() ? 1 : 0;
            case PointValue.Text text -> Double.NaN;
            case null -> Double.NaN;
        };
    }

    private static Object object(int source, Draft draft, long[] numbers) {
        if (source < 0) {
            return (double) numbers[-1 - source];
        }
        return switch (draft.values[source]) {
            case PointValue.Quantity quantity -> quantity.value();
            case PointValue.Flag flag -> flag.value();
            case PointValue.Text text -> text.value();
            case null -> Double.NaN;
        };
    }
}
