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
                            ParsedPack.Valid valid =
                                    findPack(pack.name(), pack.yaml()).orElseThrow();
                            return new Shipped(
                                    pack.name(),
                                    pack.yaml(),
                                    valid.rules(),
                                    scenarios(pack, valid));
                        })
                .toList();
    }

    static Optional<List<Rule>> findRules(String name, String yaml) {
        return findPack(name, yaml).map(ParsedPack.Valid::rules);
    }

    static Optional<ParsedPack.Valid> findPack(String name, String yaml) {
        return switch (RuleParser.parse(name + ".rules.yaml", yaml)) {
            case ParsedPack.Valid valid -> Optional.of(valid);
            case ParsedPack.Faulty faulty -> Optional.empty();
        };
    }

    private static List<Scenario> scenarios(ShippedPacks.Shipped pack, ParsedPack.Valid valid) {
        return switch (ScenarioParser.parse(
                pack.name() + ".rules-test.yaml", pack.tests(), valid)) {
            case ParsedScenarios.Valid(List<Scenario> scenarios) -> scenarios;
            case ParsedScenarios.Faulty faulty ->
                    throw new AssertionError(faulty.issues().toString());
        };
    }
}
