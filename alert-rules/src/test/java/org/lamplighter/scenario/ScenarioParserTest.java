// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.yaml.Issue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

final class ScenarioParserTest {
    private static final String RULES =
            """
            - id: tilted
              title: { en: Tilted, zh: 倾斜 }
              applies-to: { kind: manhole-cover }
              severity: major
              parameters:
                limit: { default: 10, min: 5, max: 60, title: { en: Limit, zh: 阈值 } }
              raise: tilt > limit
              case: { kind: cover-unsafe, deadline: 2h }
            """;
    private static final String SOUND =
            """
            scenarios:
              - title: a tilt
                device: { kind: manhole-cover, report: 6h }
                overrides: { tilted.limit: 20 }
                readings: [{ at: 1m, tilt: 21 }]
                outages: [{ from: 2m, to: 3m }]
                until: 1h
                expect: [1m tilted raised major]
                cases: [1m cover-unsafe opened major]
            """;

    @Test
    void aSoundScenarioIsRead() {
        Scenario scenario = require(SOUND);

        assertThat(scenario.until()).isEqualTo(Duration.ofHours(1));
        assertThat(RuleTester.run("a", RULES, scenario).differences()).isEmpty();
    }

    @Test
    void aStoryGoesOnForHalfAnHourAfterTheLastThingThatHappensOrIsExpected() {
        assertThat(require(without("until")).until()).isEqualTo(Duration.ofMinutes(33));
        assertThat(require(without("until").replace("[1m cover", "[2h cover")).until())
                .isEqualTo(Duration.ofMinutes(150));
    }

    @Test
    void aStoryThatSaysNothingOfCasesPassesWithAny() {
        assertThat(RuleTester.run("a", RULES, require(without("cases"))).differences()).isEmpty();
        assertThat(
                        RuleTester.run(
                                        "a",
                                        RULES,
                                        require(
                                                SOUND.replace(
                                                        "[1m cover-unsafe opened major]", "[]")))
                                .differences())
                .containsExactly(
                        "but was   case 1m cover-unsafe opened major: tilted: Raised because"
                                + " \"tilt > limit\" holds: tilt = 21° at 2026-01-01T00:01:00Z.");
    }

    @Test
    void aTimeIsDurationsInARowUpToSixtyDays() {
        assertThat(require(SOUND.replace("until: 1h", "until: 60d")).until())
                .isEqualTo(Moments.LONGEST);
        assertThat(faults(SOUND.replace("until: 1h", "until: 60d1s")))
                .isEqualTo(
                        """
                        a.rules-test.yaml:7:12: the end is a time since the beginning of at most 60d, not "60d1s" [BAD_MOMENT]
                            7 |     until: 60d1s
                              |            ^^^^^
                          write it as 90s or 2d12h\
                        """);
    }

    @Test
    void aSeriesThatIsNoneIsShown() {
        assertThat(
                        faults(
                                SOUND.replace(
                                        "readings: [{ at: 1m, tilt: 21 }]",
                                        "every: 1m\n    series: { tilt: 20 * 5 }")))
                .isEqualTo(
                        """
                        a.rules-test.yaml:6:21: "20 * 5" is none of a value, a value xN, a number+step xN, _ and _ xN [BAD_SERIES]
                            6 |     series: { tilt: 20 * 5 }
                              |                     ^^^^^^
                          write it as 20 x5, 20+1 x10, _\
                        """);
    }

    @Test
    void aReadingHasOneValueForAPointAndAPointAtLeast() {
        assertThat(faults(SOUND.replace("tilt: 21", "tilt: 21 x2")))
                .contains(
                        "a reading has one value for a point [BAD_SERIES]",
                        "write a number, true, false or a text in double quotes");
        assertThat(faults(SOUND.replace(", tilt: 21", "")))
                .contains("a reading has one point at least [BAD_POINT]", "add tilt: 40");
    }

    @Test
    void aPointsNameIsChecked() {
        assertThat(faults(SOUND.replace("tilt: 21", "Tilt: 21")))
                .isEqualTo(
                        """
                        a.rules-test.yaml:5:26: "Tilt" is no point's name: lower-case letters, digits and _ [BAD_POINT]
                            5 |     readings: [{ at: 1m, Tilt: 21 }]
                              |                          ^^^^
                          name a point\
                        """);
    }

    @Test
    void anOverrideThatCannotBeInForceIsShown() {
        assertThat(faults(SOUND.replace("tilted.limit: 20", "tilted.limit: 61")))
                .isEqualTo(
                        """
                        a.rules-test.yaml:4:18: tilted.limit is 5 to 60, not 61; choose a value within [BAD_OVERRIDE]
                            4 |     overrides: { tilted.limit: 61 }
                              |                  ^^^^^^^^^^^^
                          change this override\
                        """);
        assertThat(faults(SOUND.replace("tilted.limit: 20", "limit: 20")))
                .contains(
                        "parameter \"limit\" must be written <rule>.<parameter>, such as"
                                + " cover-displaced.limit [BAD_OVERRIDE]");
    }

    @Test
    void anExpectationThatIsNoneIsShown() {
        assertThat(faults(SOUND.replace("raised major]", "raises major]")))
                .isEqualTo(
                        """
                        a.rules-test.yaml:8:14: an expectation is <time> <rule> and one of raised <severity>, is <severity>, cleared, corrected, withdrawn, not "1m tilted raises major" [BAD_EXPECTATION]
                            8 |     expect: [1m tilted raises major]
                              |              ^^^^^^^^^^^^^^^^^^^^^^
                          write it as 1m cover-displaced raised major\
                        """);
        assertThat(faults(SOUND.replace("opened major]", "opened]")))
                .isEqualTo(
                        """
                        a.rules-test.yaml:9:13: what happens to a case is <time> <kind>, one of opened, updated, recovered, reopened, withdrawn, absorbed, and <severity>, not "1m cover-unsafe opened" [BAD_EXPECTATION]
                            9 |     cases: [1m cover-unsafe opened]
                              |             ^^^^^^^^^^^^^^^^^^^^^^
                          write it as 1m cover-unsafe opened major\
                        """);
    }

    @Test
    void aCaseKindThatThePackDoesNotHaveIsShownWithASuggestion() {
        assertThat(faults(SOUND.replace("1m cover-unsafe", "1m cover-unsave")))
                .isEqualTo(
                        """
                        a.rules-test.yaml:9:16: the pack has no case kind "cover-unsave" [UNKNOWN_RULE]
                            9 |     cases: [1m cover-unsave opened major]
                              |                ^^^^^^^^^^^^
                          did you mean "cover-unsafe"?\
                        """);
    }

    @Test
    void anExpectationWithAReasonIsOneLine() {
        assertThat(
                        faults(
                                SOUND.replace(
                                        "[1m tilted raised major]",
                                        "[{ 1m tilted raised major: a, 2m tilted cleared: b }]")))
                .isEqualTo(
                        """
                        a.rules-test.yaml:8:14: an expectation with a reason is one line and, after a colon, what its reason must contain; this one has 2 lines [BAD_EXPECTATION]
                            8 |     expect: [{ 1m tilted raised major: a, 2m tilted cleared: b }]
                              |              ^
                          write each expectation as an item of its own\
                        """);
    }

    @Test
    void aStoryInWhichNothingHappensIsShown() {
        assertThat(
                        faults(
                                """
                                scenarios:
                                  - title: nothing
                                    device: { kind: manhole-cover }
                                    expect: []
                                """))
                .isEqualTo(
                        """
                        a.rules-test.yaml:2:5: in this scenario no device says anything and no time passes [NOTHING_HAPPENS]
                            2 |   - title: nothing
                              |     ^
                          add series:, readings: or until:\
                        """);
    }

    @Test
    void aMisspeltKeyIsShownWithASuggestion() {
        assertThat(faults(SOUND.replace("until:", "untill:")))
                .contains("\"untill\" is no key of a scenario", "did you mean \"until\"?");
    }

    private static String without(String key) {
        return SOUND.lines()
                .filter(line -> !line.startsWith("    " + key + ":"))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static Scenario require(String yaml) {
        return switch (parse(yaml)) {
            case ParsedScenarios.Valid(List<Scenario> scenarios) -> scenarios.getFirst();
            case ParsedScenarios.Faulty(List<Issue> issues) ->
                    throw new AssertionError(issues.toString());
        };
    }

    private static String faults(String yaml) {
        return switch (parse(yaml)) {
            case ParsedScenarios.Valid valid -> "no fault";
            case ParsedScenarios.Faulty(List<Issue> issues) ->
                    issues.stream().map(Issue::toString).collect(Collectors.joining("\n"));
        };
    }

    @Test
    void aFleetHasTwoToAThousandDevices() {
        String yaml =
                """
                scenarios:
                  - title: a fleet
                    device: { kind: manhole-cover }
                    fleet: { devices: N, apart: 1s }
                    until: 1m
                """;

        assertThat(parse(yaml.replace("N", "2"))).isInstanceOf(ParsedScenarios.Valid.class);
        assertThat(parse(yaml.replace("N", "1000"))).isInstanceOf(ParsedScenarios.Valid.class);
        assertThat(faults(yaml.replace("N", "1")))
                .contains("a number of devices is 2 to 1000, not 1");
        assertThat(faults(yaml.replace("N", "1001")))
                .contains("a number of devices is 2 to 1000, not 1001");
    }

    private static ParsedScenarios parse(String yaml) {
        return ScenarioParser.parse(
                "a.rules-test.yaml", yaml, Shipped.findPack("a", RULES).orElseThrow());
    }
}
