// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.lamplighter.rule.Rule;
import org.lamplighter.rule.ShippedPacks;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

final class ShippedScenariosTest {
    @TestFactory
    Stream<DynamicTest> everyScenarioOfAShippedPackPasses() {
        return Shipped.all().stream().flatMap(ShippedScenariosTest::tests);
    }

    private static Stream<DynamicTest> tests(Shipped pack) {
        return pack.scenarios().stream()
                .map(
                        scenario ->
                                DynamicTest.dynamicTest(
                                        pack.name() + ": " + scenario.title(),
                                        () ->
                                                assertThat(differences(pack.yaml(), scenario))
                                                        .isEmpty()));
    }

    @Test
    void everyPackAmongTheResourcesIsShippedAndHasScenariosBesideIt() throws Exception {
        List<String> packs = new ArrayList<>();
        List<String> tested = new ArrayList<>();
        for (String file : resources()) {
            if (file.endsWith(".rules.yaml")) {
                packs.add(file.substring(0, file.indexOf('.')));
            } else if (file.endsWith(".rules-test.yaml")) {
                tested.add(file.substring(0, file.indexOf('.')));
            }
        }

        assertThat(packs)
                .containsExactlyElementsOf(
                        ShippedPacks.all().stream().map(ShippedPacks.Shipped::name).toList());
        assertThat(tested).isEqualTo(packs);
    }

    @Test
    void everyShippedRuleIsRaisedAndClearedAndHasEachOfItsSeveritiesInSomeScenario() {
        List<String> unreached = new ArrayList<>();
        for (Shipped pack : Shipped.all()) {
            List<String> lines =
                    pack.scenarios().stream()
                            .flatMap(scenario -> scenario.alarms().stream())
                            .map(Scenario.Expected::line)
                            .toList();
            for (Rule rule : pack.rules()) {
                List<String> branches =
                        new ArrayList<>(List.of(rule.id() + " raised", rule.id() + " cleared"));
                rule.stages()
                        .forEach(
                                stage ->
                                        branches.add(
                                                rule.id() + " \\S+ " + stage.severity().text()));
                for (String branch : branches) {
                    if (lines.stream().noneMatch(line -> line.matches("\\S+ " + branch + ".*"))) {
                        unreached.add(pack.name() + ": " + branch);
                    }
                }
            }
        }
        assertThat(unreached).isEmpty();
    }

    @Test
    void everyCaseKindOfAShippedPackIsOpenedAndRecoversInSomeScenario() {
        List<String> unreached = new ArrayList<>();
        for (Shipped pack : Shipped.all()) {
            List<String> lines =
                    pack.scenarios().stream()
                            .flatMap(scenario -> stated(scenario).stream())
                            .map(Scenario.Expected::line)
                            .toList();
            for (Rule rule : pack.rules()) {
                for (String event : List.of(" opened ", " recovered ")) {
                    if (lines.stream().noneMatch(line -> line.contains(rule.caseKind() + event))) {
                        unreached.add(pack.name() + ": " + rule.caseKind() + event);
                    }
                }
            }
        }
        assertThat(unreached).isEmpty();
    }

    static List<String> differences(String yaml, Scenario scenario) {
        return RuleTester.run("pack", yaml, scenario).differences();
    }

    private static List<Scenario.Expected> stated(Scenario scenario) {
        return switch (scenario.cases()) {
            case Scenario.Cases.Stated(List<Scenario.Expected> events) -> events;
            case Scenario.Cases.Unstated any -> List.of();
        };
    }

    private static List<String> resources() throws IOException, URISyntaxException {
        URL pack =
                Objects.requireNonNull(
                        ShippedPacks.class.getResource("/org/lamplighter/packs/cover.rules.yaml"));
        try (Stream<Path> files =
                Files.list(Objects.requireNonNull(Path.of(pack.toURI()).getParent()))) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }
}
