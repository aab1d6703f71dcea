// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import org.lamplighter.yaml.YamlValue;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the conditions of one rule; used by one thread. What is wrong is reported where it stands.
 */
final class ConditionReader {
    private final Conditions conditions;
    private final boolean kindsKnown;
    private final Set<String> used = new HashSet<>();

    /**
     * @param kindsKnown whether it could be read which devices the rule is for; if not, nothing is
     *     said of its conditions
     */
    ConditionReader(Conditions conditions, boolean kindsKnown) {
        this.conditions = conditions;
        this.kindsKnown = kindsKnown;
    }

    /** The parameters that were named so far. */
    Set<String> used() {
        return Set.copyOf(used);
    }

    Optional<Condition> read(YamlValue value) {
        Optional<String> text = value.text("a condition", Conditions.MAX_LENGTH);
        if (text.isEmpty() || !kindsKnown) {
            return Optional.empty();
        }
        switch (conditions.compile(text.get())) {
            case Conditions.Result.Compiled(Condition condition) -> {
                used.addAll(condition.parameters());
                if (condition.points().isEmpty()) {
                    value.report(
                            RuleFault.NO_POINT,
                            "a condition looks at one point at least, and this one at none",
                            "name a point of the rule's device kinds");
                    return Optional.empty();
                }
                return Optional.of(condition);
            }
            case Conditions.Result.Faulty(List<Conditions.Fault> faults) -> {
                faults.forEach(
                        fault ->
                                value.reportPart(
                                        RuleFault.BAD_CONDITION,
                                        fault.offset(),
                                        fault.length(),
                                        fault.rule(),
                                        fault.hint()));
                return Optional.empty();
            }
        }
    }

    Condition negate(Condition condition) {
        return conditions.negate(condition);
    }
}
