// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.profile.tool.ProfileTester;
import org.lamplighter.reading.PointName;
import org.lamplighter.yaml.Issue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

class FamiliesTest {
    private static final String CHILD =
            """
            profile: dingtek-dc410-x
            extends: dingtek-dc410
            model: DC410-X
            report: { tolerance: 2h }
            points:
              spare: { type: flag }
              range: ~
            layout:
              binary:
                layouts:
                  settings: { fields: [ { skip: 7 }, { type: u8, point: report_interval }, { type: u8, point: sampling_interval },
                                        { type: u8, point: overflow_limit }, { skip: 1 }, { type: u8, point: tilt_limit },
                                        { type: u8, point: moved_enabled }, { type: u8, point: spare }, { skip: 11 } ] }
            examples:
              - title: settings with the spare flag
                hex: 80 00 01 03 19 02 01 18 0a 32 4b 1e 00 01 00 00 00 00 00 00 00 00 00 00 81
                points:
                  { report_interval: 24, sampling_interval: 10, overflow_limit: 50, tilt_limit: 30, moved_enabled: false, spare: true }
            """;

    @Test
    void mergeMappingsAndReplaceTheRest() {
        ParsedProfile parsed = ProfileParser.parse("x.profile.yaml", CHILD);

        assertThat(parsed)
                .isInstanceOfSatisfying(
                        ParsedProfile.Valid.class,
                        valid -> {
                            DeviceProfile profile = valid.profile();
                            assertThat(profile.id()).isEqualTo("dingtek-dc410-x");
                            assertThat(profile.vendor()).isEqualTo("Dingtek");
                            assertThat(profile.expectedInterval()).isEqualTo(Duration.ofHours(24));
                            assertThat(profile.tolerance()).isEqualTo(Duration.ofHours(2));
                            assertThat(profile.points())
                                    .containsKeys(new PointName("tilt"), new PointName("spare"))
                                    .doesNotContainKey(new PointName("range"));
                            assertThat(ProfileTester.test(profile))
                                    .hasSize(1)
                                    .allMatch(ProfileTester.Outcome.Passed.class::isInstance);
                        });
    }

    @Test
    void tellWhatIsWrongWithWhatIsInheritedWhereItIsNamed() {
        List<Issue> issues = issues(CHILD.replace("  spare: { type: flag }\n", "  tilt: ~\n"));

        assertThat(issues)
                .extracting(issue -> issue.line() + ": " + issue.rule())
                .containsExactly(
                        "2: the profile has no point \"tilt\"",
                        "13: the profile has no point \"spare\"",
                        "18: the profile has no point \"spare\"");
    }

    @Test
    void needAnIdOfTheirOwn() {
        assertThat(issues(CHILD.replace("profile: dingtek-dc410-x\n", "")))
                .extracting(Issue::rule)
                .containsExactly("a profile needs the key \"profile\"");
    }

    @Test
    void haveFourGenerationsAtMost() {
        assertThat(generations(3)).isEmpty();
        assertThat(generations(4)).containsExactly("profiles extend one another at most 3 times");
        assertThat(rules("profile: p0\nextends: p0\n", id -> Optional.of("extends: p0")))
                .containsExactly("profiles extend one another at most 3 times");
    }

    /** The rules broken by a profile with so many others before it. */
    private static List<String> generations(int before) {
        Map<String, String> texts = new HashMap<>();
        for (int i = 1; i < before; i++) {
            texts.put("p" + i, "profile: p" + i + "\nextends: p" + (i + 1) + "\n");
        }
        texts.put("p" + before, ShippedProfiles.require("generic-parking-bay").yaml());
        return rules("profile: p0\nextends: p1\n", id -> Optional.ofNullable(texts.get(id)));
    }

    private static List<String> rules(String yaml, Function<String, Optional<String>> parents) {
        return switch (ProfileParser.parse("x.profile.yaml", yaml, parents)) {
            case ParsedProfile.Valid valid -> List.of();
            case ParsedProfile.Faulty faulty -> faulty.issues().stream().map(Issue::rule).toList();
        };
    }

    private static List<Issue> issues(String yaml) {
        return switch (ProfileParser.parse("x.profile.yaml", yaml)) {
            case ParsedProfile.Valid valid -> List.of();
            case ParsedProfile.Faulty faulty -> faulty.issues();
        };
    }
}
