// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.yaml.Issue;

import java.util.List;
import java.util.stream.Collectors;

final class RuleParserTest {
    private static final String SOUND =
            """
            - id: tilted
              title: { en: Tilted, zh: 倾斜 }
              applies-to: { kind: manhole-cover }
              severity: major
              parameters:
                limit: { default: 15, min: 5, max: 60, title: { en: Limit, zh: 阈值 } }
              raise: tilt > limit
              hold: { for: 60s }
              case: { kind: cover-unsafe, deadline: 2h }
            """;

    @Test
    void aSoundRuleIsRead() {
        assertThat(RuleParser.parse("a.rules.yaml", SOUND)).isInstanceOf(ParsedPack.Valid.class);
    }

    @Test
    void aPackMayBringItsOwnPoints() {
        String pack =
                """
                points: { gas: { h2s: { unit: "[ppm]" }, valve: { type: flag } } }
                rules:
                  - id: poison
                    title: { en: Poison, zh: 毒气 }
                    applies-to: { kind: gas }
                    severity: critical
                    raise: h2s > 10 && !valve
                    case: { kind: gas-leak, deadline: 1h }
                """;
        assertThat(RuleParser.parse("a.rules.yaml", pack)).isInstanceOf(ParsedPack.Valid.class);
    }

    @Test
    void aMisspeltPointIsShownWithASuggestion() {
        assertThat(faults("tilt > limit", "tlt > limit"))
                .isEqualTo(
                        """
                        a.rules.yaml:7:10: "tlt" is no point that this rule's device kinds have, no number among its parameters and no function [BAD_CONDITION]
                            7 |   raise: tlt > limit
                              |          ^^^
                          did you mean "tilt"?\
                        """);
    }

    @Test
    void numbersAreNotFlags() {
        assertThat(faults("tilt > limit", "tilt && open"))
                .contains(":15: && does not work on number, flag [BAD_CONDITION]")
                .contains("compare numbers with numbers, flags with flags and texts with texts");
        assertThat(faults("tilt > limit", "tilt + limit"))
                .contains("a condition is true or false, and this is a number [BAD_CONDITION]");
    }

    @Test
    void loopsAndRegularExpressionsAreNoPartOfTheLanguage() {
        assertThat(faults("tilt > limit", "tilt > limit && [1, 2].all(x, x > 1)"))
                .contains("a condition has no lists, maps or messages [BAD_CONDITION]");
        assertThat(faults("tilt > limit", "tilt > limit && 'a'.matches('(a+)+b')"))
                .contains("\"matches\" is no point that this rule's device kinds have");
    }

    @Test
    void aConditionLooksAtAPoint() {
        assertThat(faults("tilt > limit", "limit > 3"))
                .contains(
                        "a condition looks at one point at least, and this one at none [NO_POINT]");
    }

    @Test
    void aConditionIsBoundedInLength() {
        String longest = "tilt > limit" + " ".repeat(Conditions.MAX_LENGTH - 12);
        assertThat(
                        RuleParser.parse(
                                "a",
                                SOUND.replace("raise: tilt > limit", "raise: \"" + longest + "\"")))
                .isInstanceOf(ParsedPack.Valid.class);
        assertThat(
                        faults(
                                "raise: tilt > limit",
                                "raise: \"tilt > limit"
                                        + " ".repeat(Conditions.MAX_LENGTH - 11)
                                        + "\""))
                .contains("a condition has 1 to 2048 characters, not 2049 [OUT_OF_RANGE]");
    }

    @Test
    void aConditionIsBoundedInNodes() {
        // three nodes, and two more for each joint: 255
        String most = "limit < tilt" + " || open".repeat((Conditions.MAX_NODES - 4) / 2);
        assertThat(RuleParser.parse("a", SOUND.replace("tilt > limit", most)))
                .isInstanceOf(ParsedPack.Valid.class);
        assertThat(faults("tilt > limit", most + " || open"))
                .contains("this is no condition: ", "[BAD_CONDITION]");
    }

    @Test
    void aConditionIsBoundedInDepth() {
        assertThat(faults("tilt > limit", "(".repeat(200) + "tilt" + ")".repeat(200) + " > limit"))
                .contains("this is no condition: ");
    }

    @Test
    void aRuleIsBoundedInLength() {
        assertThat(
                        faults(
                                "  severity: major",
                                "  # "
                                        + "x".repeat(RuleParser.MAX_RULE_LENGTH)
                                        + "\n  severity: major"))
                .contains("a rule has at most 16384 characters, not ");
    }

    @Test
    void aPackIsBoundedInRules() {
        StringBuilder most = new StringBuilder();
        for (int i = 0; i < RuleParser.MAX_RULES; i++) {
            most.append(SOUND.replace("id: tilted", "id: tilted-" + i));
        }
        assertThat(RuleParser.parse("a", most.toString())).isInstanceOf(ParsedPack.Valid.class);
        assertThat(messages(RuleParser.parse("a", most + SOUND)))
                .contains("a pack has at most 100 rules, not 101 [TOO_LARGE]");
    }

    @Test
    void allFaultsAreShownAtOnce() {
        String text =
                SOUND.replace("severity: major", "severity: mayor")
                        .replace("hold: { for: 60s }", "hold: { fro: 60s }")
                        .replace("kind: cover-unsafe", "kind: Cover");
        assertThat(messages(RuleParser.parse("a.rules.yaml", text)))
                .contains("[UNKNOWN_WORD]", "did you mean \"major\"?")
                .contains("[UNKNOWN_KEY]", "did you mean \"for\"?")
                .contains("[BAD_NAME]");
    }

    @Test
    void parametersAreChecked() {
        assertThat(faults("default: 15, min: 5", "default: 15, min: 16"))
                .contains(
                        "a parameter's default lies between its min and its max, but 15 does not"
                                + " lie between 16 and 60 [BAD_RANGE]");
        assertThat(faults("    limit: {", "    tilt: {"))
                .contains(
                        "\"tilt\" is the name of a point of the rule's device kinds [NAME_TAKEN]");
        assertThat(faults("tilt > limit", "tilt > 15"))
                .contains("nothing in this rule uses the parameter \"limit\" [UNUSED_PARAMETER]");
        assertThat(faults("for: 60s", "for: limit"))
                .contains(
                        "a hold is a duration such as 60s or the name of such a parameter of this"
                                + " rule, not \"limit\" [UNKNOWN_PARAMETER]");
    }

    @Test
    void twoRulesOfOneNameAreRefused() {
        assertThat(messages(RuleParser.parse("a.rules.yaml", SOUND + SOUND)))
                .contains(
                        "a.rules.yaml:10:7: the pack has a rule \"tilted\" already"
                                + " [DUPLICATE_RULE]");
    }

    @Test
    void aNoReportRuleHasNoClear() {
        assertThat(
                        faults(
                                "  raise: tilt > limit",
                                "  no-report: { intervals: limit }\n  clear: tilt < 3"))
                .contains(
                        "a no-report rule is cleared by any report, so it has no \"clear\""
                                + " [WRONG_FOR_TRIGGER]");
    }

    @Test
    void onlyTheLastSeverityHasNoCondition() {
        assertThat(
                        faults(
                                "severity: major",
                                "severity: [{ level: major }, { level: critical, when: tilt > 80"
                                        + " }]"))
                .contains(
                        "only the last severity has no \"when\": those after this one could never"
                                + " be [UNREACHABLE_SEVERITY]");
    }

    @Test
    void twoThatDifferOnlyInHowANumberIsWrittenDecideAlike() {
        assertThat(RuleParser.parse("a", SOUND.replace("tilt > limit", "tilt > limit + 1")))
                .isInstanceOf(ParsedPack.Valid.class);
        assertThat(RuleParser.parse("a", SOUND.replace("tilt > limit", "tilt > limit + 1.0")))
                .isInstanceOf(ParsedPack.Valid.class);
    }

    private static String faults(String replaced, String by) {
        return messages(RuleParser.parse("a.rules.yaml", SOUND.replace(replaced, by)));
    }

    private static String messages(ParsedPack parsed) {
        return switch (parsed) {
            case ParsedPack.Valid valid -> "no fault";
            case ParsedPack.Faulty(List<Issue> issues) ->
                    issues.stream().map(Issue::toString).collect(Collectors.joining("\n"));
        };
    }
}
