// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.evaluate;

import dev.cel.runtime.CelVariableResolver;

import org.lamplighter.expression.Formula;
import org.lamplighter.reading.PointName;
import org.lamplighter.reading.PointValue;
import org.lamplighter.rule.Condition;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A condition made ready for one device: where its {@link Formula} has one, what is constant is
 * filled in and the points have their places. Immutable; safe to share between threads.
 */
final class Check {
    private final Condition condition;
    private final PointName[] needs;
    private final Optional<Formula> formula;

    /** The formula's values, with the constants in their places. */
    private final double[] template;

    /** Where the value of each point of {@link #needs} belongs. */
    private final int[] places;

    /** Which of them are flags. */
    private final boolean[] flags;

    /**
     * A check of a condition.
     *
     * @param constants its parameters and attributes as CEL takes them; those that are absent are
     *     points
     */
    Check(Condition condition, Map<String, Optional<Object>> constants) {
        this.condition = condition;
        this.needs = condition.points().keySet().toArray(PointName[]::new);
        this.formula = condition.formula();
        List<String> names = formula.map(Formula::names).orElse(List.of());
        this.template = new double[names.size()];
        for (int i = 0; i < template.length; i++) {
            if (constants.getOrDefault(names.get(i), Optional.empty()).orElse(null)
                    instanceof Double number) {
                template[i] = number;
            }
        }
        this.places = new int[needs.length];
        this.flags = new boolean[needs.length];
        for (int i = 0; i < needs.length; i++) {
            places[i] = names.indexOf(needs[i].value());
            flags[i] = places[i] >= 0 && formula.orElseThrow().isFlag(places[i]);
        }
    }

    Condition condition() {
        return condition;
    }

    /** Whether it holds; a condition of which a point is unknown so far does not. */
    boolean holds(Latest latest, CelVariableResolver values) {
        if (formula.isEmpty()) {
            return latest.hasAll(needs) && condition.holds(values);
        }
        double[] filled = template.clone();
        for (int i = 0; i < needs.length; i++) {
            int known = latest.indexOf(needs[i]);
            if (known < 0) {
                return false;
            }
            PointValue value = latest.value(known);
            if (value instanceof PointValue.Quantity quantity && !flags[i]) {
                filled[places[i]] = quantity.value();
            } else if (value instanceof PointValue.Flag flag && flags[i]) {
                filled[places[i]] = flag.value() ? 1 : 0;
            } else {
                // of another type than its profile said when the rule was read
                return latest.hasAll(needs) && condition.holds(values);
            }
        }
        return formula.get().holds(filled);
    }
}
