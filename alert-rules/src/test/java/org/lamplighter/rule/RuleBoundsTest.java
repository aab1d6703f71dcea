// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.yaml.Issue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Each bound of the language of rules, at its limit and one past it. */
final class RuleBoundsTest {
    private static final String SOUND =
            """
            - id: tilted
              title: { en: Tilted, zh: 倾斜 }
              applies-to: { kind: manhole-cover }
              severity: major
              parameters:
                limit: { default: 15, min: 5, max: 60, title: { en: Limit, zh: 阈值 } }
                last: { default: 60s, min: 0s, max: 7d, title: { en: Must last, zh: 持续时间 } }
                times: { default: 2, min: 1, max: 16, title: { en: Times, zh: 次数 } }
              raise: tilt > limit
              hold: { for: last, times: times, within: 7d }
              clear-hold: { for: 7d }
              case: { kind: cover-unsafe, deadline: 2h }
            """;

    @Test
    void holdsLastSevenDaysAtMost() {
        assertThat(faults(SOUND)).isEmpty();
        assertThat(faults(SOUND.replace("clear-hold: { for: 7d }", "clear-hold: { for: 604801s }")))
                .singleElement()
                .asString()
                .contains("a clear-hold is at most 7d, not 604801s [OUT_OF_RANGE]");
        assertThat(faults(SOUND.replace("within: 7d", "within: 604801s")))
                .singleElement()
                .asString()
                .contains("within is at most 7d, not 604801s [OUT_OF_RANGE]");
        assertThat(faults(SOUND.replace("max: 7d", "max: 604801s")))
                .first()
                .asString()
                .contains("a duration is at most 7d, not 604801s [OUT_OF_RANGE]");
    }

    @Test
    void sixteenReadingsAreCountedAtMost() {
        assertThat(
                        faults(
                                SOUND.replace("times: times", "times: 16")
                                        .replaceAll("    times:.*\n", "")))
                .isEmpty();
        assertThat(
                        faults(
                                SOUND.replace("times: times", "times: 17")
                                        .replaceAll("    times:.*\n", "")))
                .singleElement()
                .asString()
                .contains("times is 1 to 16, not 17 [OUT_OF_RANGE]");
        assertThat(faults(SOUND.replace("max: 16", "max: 17")))
                .singleElement()
                .asString()
                .contains(
                        "times is 1 to 16, and the parameter \"times\" may be 1 to 17"
                                + " [OUT_OF_RANGE]");
    }

    @Test
    void aSilenceLasts1To1000ExpectedIntervals() {
        assertThat(faults(silence(1, 1000))).isEmpty();
        assertThat(faults(silence(0, 1000)))
                .singleElement()
                .asString()
                .contains(
                        "intervals is 1 to 1000, and the parameter \"limit\" may be 0 to 1000"
                                + " [OUT_OF_RANGE]");
        assertThat(faults(silence(1, 1001)))
                .singleElement()
                .asString()
                .contains("and the parameter \"limit\" may be 1 to 1001 [OUT_OF_RANGE]");
    }

    private static String silence(int min, int max) {
        return """
        - id: quiet
          title: { en: Quiet, zh: 失联 }
          applies-to: { kind: manhole-cover }
          severity: minor
          parameters:
            limit: { default: 15, min: %d, max: %d, title: { en: Limit, zh: 阈值 } }
          no-report: { intervals: limit }
          case: { kind: device-maintenance, deadline: 2h }
        """
                .formatted(min, max);
    }

    @Test
    void aRuleHas32ParametersAtMost() {
        assertThat(faults(withParameters(Limits.MAX_PARAMETERS))).isEmpty();
        assertThat(faults(withParameters(Limits.MAX_PARAMETERS + 1)))
                .singleElement()
                .asString()
                .contains("a rule has at most 32 parameters, not 33 [TOO_LARGE]");
    }

    @Test
    void aRuleHas16KibibytesAtMost() {
        String longest = padded(RuleParser.MAX_RULE_LENGTH);
        assertThat(faults(longest)).isEmpty();
        assertThat(faults(padded(RuleParser.MAX_RULE_LENGTH + 1)))
                .singleElement()
                .asString()
                .contains("a rule has at most 16384 characters, not 16385 [TOO_LARGE]");
    }

    @Test
    void aConditionHas256NodesAtMost() {
        // Three nodes, two more for each joint, one more for the last negation.
        String most = "limit < tilt" + " || open".repeat(125) + " || !open";
        assertThat(faults(SOUND.replace("tilt > limit", most))).isEmpty();
        String oneMore = "limit < tilt" + " || open".repeat(127);
        assertThat(faults(SOUND.replace("tilt > limit", oneMore)))
                .singleElement()
                .asString()
                .contains(
                        "this is no condition: expression node limit (256) exceeded"
                                + " [BAD_CONDITION]");
    }

    @Test
    void aConditionIsNested32DeepAtMost() {
        // The comparison within is two levels itself.
        assertThat(faults(SOUND.replace("tilt > limit", nested(30)))).isEmpty();
        assertThat(faults(SOUND.replace("tilt > limit", nested(31))))
                .singleElement()
                .asString()
                .contains(
                        "this is no condition: Expression recursion limit exceeded. limit: 32"
                                + " [BAD_CONDITION]");
    }

    @Test
    void aBookHas64PacksAtMost() {
        RuleBook book = RuleBook.EMPTY;
        for (int i = 0; i < RuleBook.MAX_PACKS; i++) {
            book = book.with("p" + i, i, SOUND.replace("id: tilted", "id: tilted-" + i), List.of());
        }
        assertThat(book.packs()).hasSize(64);
        assertThat(book.rulesFor("manhole-cover")).hasSize(64);

        RuleBook more = book.with("q", 99, SOUND, List.of());

        assertThat(more.packs()).isEqualTo(book.packs());
        assertThat(more.version()).isEqualTo(99);
        assertThat(more.with("p0", 100, SOUND, List.of()).packs())
                .extractingByKey("p0")
                .extracting(RuleBook.Edition::version)
                .isEqualTo(100L);
    }

    @Test
    void aPackHas20000OverridesAtMost() {
        List<ParameterOverride> most = new ArrayList<>();
        for (int i = 0; i < Overrides.MAX_OVERRIDES; i++) {
            most.add(ParameterOverride.parse("device:D" + i, "tilted.limit", "20"));
        }
        assertThat(rejected(most)).isEmpty();

        most.add(ParameterOverride.parse("device:one-more", "tilted.limit", "20"));

        assertThat(rejected(most))
                .containsExactly(
                        new RejectedOverride(
                                "device:one-more",
                                "tilted.limit",
                                "20",
                                "a pack has at most 20000 overrides; remove some, or use tags"));
    }

    @Test
    void namesHave64CharactersAndTitles200() {
        assertThat(faults(SOUND.replace("id: tilted", "id: " + "t".repeat(64)))).isEmpty();
        assertThat(faults(SOUND.replace("id: tilted", "id: " + "t".repeat(65))))
                .singleElement()
                .asString()
                .contains("[BAD_NAME]");
        assertThat(faults(SOUND.replace("cover-unsafe", "k".repeat(64)))).isEmpty();
        assertThat(faults(SOUND.replace("cover-unsafe", "k".repeat(65))))
                .singleElement()
                .asString()
                .contains("[BAD_NAME]");
        assertThat(faults(SOUND.replace("倾斜", "斜".repeat(200)))).isEmpty();
        assertThat(faults(SOUND.replace("倾斜", "斜".repeat(201))))
                .singleElement()
                .asString()
                .contains("a title has 1 to 200 characters, not 201 [OUT_OF_RANGE]");
    }

    @Test
    void aPackHas262144Characters() {
        String filling = "#".repeat(262_143 - SOUND.length()) + "\n";
        assertThat(faults(filling + SOUND)).isEmpty();
        assertThat(faults("#" + filling + SOUND))
                .singleElement()
                .asString()
                .contains("a source has at most 262144 characters, not 262145 [TOO_LARGE]");
    }

    @Test
    void aCaseIsDueWithinAMinuteTo365Days() {
        assertThat(faults(SOUND.replace("2h", "60s"))).isEmpty();
        assertThat(faults(SOUND.replace("2h", "59s")))
                .singleElement()
                .asString()
                .contains("a deadline is 1m to 365d, not 59s [OUT_OF_RANGE]");
        assertThat(faults(SOUND.replace("2h", "365d"))).isEmpty();
        assertThat(faults(SOUND.replace("2h", "31536001s")))
                .singleElement()
                .asString()
                .contains("a deadline is 1m to 365d, not 31536001s [OUT_OF_RANGE]");
    }

    private static List<RejectedOverride> rejected(List<ParameterOverride> overrides) {
        RuleBook.Edition edition = RuleBook.EMPTY.with("p", 1, SOUND, overrides).packs().get("p");
        assertThat(edition).isNotNull();
        return edition.overrides().rejected();
    }

    private static String withParameters(int count) {
        String parameters =
                IntStream.range(3, count)
                        .mapToObj(
                                i ->
                                        "    p"
                                                + i
                                                + ": { default: 1, min: 0, max: 2, title: { en: P,"
                                                + " zh: 参 } }\n")
                        .collect(Collectors.joining());
        String sum =
                IntStream.range(3, count).mapToObj(i -> " + p" + i).collect(Collectors.joining());
        return SOUND.replace("  raise: tilt > limit", parameters + "  raise: tilt > limit" + sum);
    }

    private static String padded(int length) {
        String beginning = "  severity: major";
        int room = length - SOUND.length() - "  # \n".length();
        return SOUND.replace(beginning, "  # " + "x".repeat(room) + "\n" + beginning);
    }

    private static String nested(int depth) {
        return "(".repeat(depth) + "tilt > limit" + ")".repeat(depth);
    }

    private static List<String> faults(String yaml) {
        return switch (RuleParser.parse("a.rules.yaml", yaml)) {
            case ParsedPack.Valid valid -> List.of();
            case ParsedPack.Faulty(List<Issue> issues) ->
                    issues.stream().map(Issue::toString).toList();
        };
    }
}
