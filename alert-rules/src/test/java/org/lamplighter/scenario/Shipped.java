// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.scenario;

import org.lamplighter.rule.ParsedPack;
import org.lamplighter.rule.Rule;
import org.lamplighter.rule.RuleParser;
import org.lamplighter.rule.ShippedPacks;

import java.util.List;
import java.util.Optional;

/** A shipped pack, read, with its scenarios. */
record Shipped(String name, String yaml, List<Rule> rules, List<Scenario> scenarios) {
    static List<Shipped> all() {
        return ShippedPacks.all().stream()
                .map(
                        pack -> {
                            List<Rule> rules = findRules(pack.name(), pack.yaml()).orElseThrow();
                            return new Shipped(
                                    pack.name(), pack.yaml(), rules, scenarios(pack, rules));
                        })
                .toList();
    }

    static Optional<List<Rule>> findRules(String name, String yaml) {
        return switch (RuleParser.parse(name + ".rules.yaml", yaml)) {
            case ParsedPack.Valid(List<Rule> rules) -> Optional.of(rules);
            case ParsedPack.Faulty faulty -> Optional.empty();
        };
    }

    private static List<Scenario> scenarios(ShippedPacks.Shipped pack, List<Rule> rules) {
        return switch (ScenarioParser.parse(
                pack.name() + ".rules-test.yaml", pack.tests(), rules)) {
            case ParsedScenarios.Valid(List<Scenario> scenarios) -> scenarios;
            case ParsedScenarios.Faulty faulty ->
                    throw new AssertionError(faulty.issues().toString());
        };
    }
}
