// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The scenarios hold every shipped rule on both sides of each of its boundaries: moved by a little
 * either way, any threshold, hold, count or comparison makes a scenario fail.
 */
final class ShippedBoundariesTest {
    private static final Pattern RULE = Pattern.compile("(?m)^- id: (\\S+)");
    private static final Pattern COMPARISON =
            Pattern.compile("(?m)(?<=^  (raise|clear|hold): .{0,90})(>=|<=|>|<)");
    private static final Pattern WHEN = Pattern.compile("(?<=when: \\S{1,20} )(>=|<=|>|<)");
    private static final Pattern DEFAULT =
            Pattern.compile("(\\S+): \\{ default: (\\d+(?:\\.\\d+)?)(s|m|h|d)?,");

    /** A pack with one thing changed. */
    private record Mutant(String what, String yaml) {}

    @Test
    void everyThresholdHoldCountAndComparisonIsHeldByAScenarioOnBothSides() {
        List<String> survivors = new ArrayList<>();
        int mutants = 0;
        for (Shipped pack : Shipped.all()) {
            for (Mutant mutant : mutants(pack.yaml())) {
                mutants++;
                assertThat(Shipped.findRules(pack.name(), mutant.yaml))
                        .as(pack.name() + ": " + mutant.what)
                        .isPresent();
                if (pack.scenarios().stream()
                        .allMatch(
                                scenario ->
                                        ShippedScenariosTest.differences(mutant.yaml, scenario)
                                                .isEmpty())) {
                    survivors.add(pack.name() + ": " + mutant.what);
                }
            }
        }

        assertThat(survivors).isEmpty();
        assertThat(mutants).isGreaterThan(60);
    }

    private static List<Mutant> mutants(String yaml) {
        List<Mutant> mutants = new ArrayList<>();
        for (Pattern comparisons : List.of(COMPARISON, WHEN)) {
            Matcher comparison = comparisons.matcher(yaml);
            while (comparison.find()) {
                String sign = comparison.group();
                String other = sign.endsWith("=") ? sign.substring(0, 1) : sign + "=";
                mutants.add(mutant(yaml, comparison.toMatchResult(), sign, other));
            }
        }
        Matcher parameter = DEFAULT.matcher(yaml);
        while (parameter.find()) {
            BigDecimal value = new BigDecimal(parameter.group(2));
            String unit = parameter.group(3) == null ? "" : parameter.group(3);
            for (BigDecimal little : List.of(step(parameter), step(parameter).negate())) {
                String moved =
                        parameter
                                .group()
                                .replace(
                                        "default: " + value.toPlainString() + unit,
                                        "default: " + value.add(little).toPlainString() + unit);
                mutants.add(mutant(yaml, parameter.toMatchResult(), parameter.group(), moved));
            }
        }
        return mutants;
    }

    /** Counts move by one, durations by one of their unit, all else by a tenth or less. */
    private static BigDecimal step(Matcher parameter) {
        boolean whole = parameter.group(3) != null || parameter.group(1).equals("times");
        return whole
                ? BigDecimal.ONE
                : List.of("dark", "lit").contains(parameter.group(1))
                        ? new BigDecimal("0.001")
                        : new BigDecimal("0.1");
    }

    private static Mutant mutant(String yaml, MatchResult found, String from, String to) {
        Matcher rule = RULE.matcher(yaml.substring(0, found.start()));
        String id = "";
        while (rule.find()) {
            id = rule.group(1);
        }
        String line =
                yaml.substring(
                        yaml.lastIndexOf('\n', found.start()) + 1,
                        yaml.indexOf('\n', found.start()));
        return new Mutant(
                id + ": " + from + " becomes " + to + " in " + line.strip(),
                yaml.substring(0, found.start()) + to + yaml.substring(found.end()));
    }
}
