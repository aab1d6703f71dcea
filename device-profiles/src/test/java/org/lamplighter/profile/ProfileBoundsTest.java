// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.yaml.Issue;
import org.lamplighter.yaml.Issues;
import org.lamplighter.yaml.YamlReader;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Each bound of the language of profiles, at its limit and one past it. */
class ProfileBoundsTest {
    private static final String HEAD =
            """
            profile: acme-x1
            kind: manhole-cover
            vendor: Acme
            model: X1
            report: { every: 24h }
            """;
    private static final String JSON =
            HEAD + "points: { tilt: { unit: deg } }\nlayout: { json: {} }\n";

    @Test
    void aSourceHas262144Characters() {
        int room = YamlReader.MAX_LENGTH - JSON.length();

        assertThat(issues(JSON + "#".repeat(room))).isEmpty();
        assertThat(issues(JSON + "#".repeat(room + 1)))
                .containsExactly("a source has at most 262144 characters, not 262145");
    }

    @Test
    void nestingIsReadToDepth32() {
        // The mapping of the profile itself is the first level.
        assertThat(issues(JSON + "examples: " + nested(YamlReader.MAX_DEPTH - 1)))
                .isNotEmpty()
                .noneMatch(issue -> issue.contains("nesting"));
        assertThat(issues(JSON + "examples: " + nested(YamlReader.MAX_DEPTH)))
                .containsExactly("nesting is read to depth 32");
    }

    @Test
    void aProfileHas256Points() {
        assertThat(issues(withPoints(ProfileParser.MAX_POINTS))).isEmpty();
        assertThat(issues(withPoints(ProfileParser.MAX_POINTS + 1)))
                .containsExactly("a profile has 1 to 256 points, not 257");
    }

    @Test
    void aProfileHas16TopicsOf8LevelsAnd256Characters() {
        assertThat(issues(JSON + "topics: [" + join(16, i -> "a/" + i) + "]\n")).isEmpty();
        assertThat(issues(JSON + "topics: [" + join(17, i -> "a/" + i) + "]\n"))
                .containsExactly("a profile has at most 16 topics, not 17");
        assertThat(TopicPattern.isValid("a/b/c/d/e/f/g/h")).isTrue();
        assertThat(TopicPattern.isValid("a/b/c/d/e/f/g/h/i")).isFalse();
        assertThat(TopicPattern.isValid("a".repeat(256))).isTrue();
        assertThat(TopicPattern.isValid("a".repeat(257))).isFalse();
    }

    @Test
    void aProfileHas64Layouts() {
        assertThat(issues(withLayouts(64))).isEmpty();
        assertThat(issues(withLayouts(65))).containsExactly("there are 1 to 64 layouts, not 65");
    }

    @Test
    void aHundredIssuesAreToldAndThatThereAreMore() {
        String keys = "";
        for (int i = 0; i < Issues.MAX; i++) {
            keys += "key" + i + ": 1\n";
        }
        assertThat(issues(JSON + keys)).hasSize(100).noneMatch(issue -> issue.contains("more"));
        assertThat(issues(JSON + keys + "one-more: 1\n"))
                .hasSize(101)
                .last()
                .isEqualTo("only the first 100 issues are told");
    }

    @Test
    void copiesAreLookedForUpToFifteenMinutes() {
        assertThat(issues(JSON + "identity: { window: 15m }\n")).isEmpty();
        assertThat(issues(JSON + "identity: { window: 901s }\n"))
                .containsExactly("window is 0s to 15m, not 901s");
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth) + "\n";
    }

    private static String withPoints(int count) {
        return HEAD
                + "points: { "
                + join(count, i -> "p" + i + ": { type: flag }")
                + " }\nlayout: { json: {} }\n";
    }

    private static String withLayouts(int count) {
        return HEAD
                + "points: { tilt: { unit: deg } }\n"
                + "layout:\n"
                + "  binary:\n"
                + "    choose: { byte: 0, cases: { "
                + join(count, i -> i + ": layout" + i)
                + " } }\n    layouts: { "
                + join(count, i -> "layout" + i + ": { fields: [ { type: u8, point: tilt } ] }")
                + " }\n";
    }

    private static String join(int count, IntFunction<String> each) {
        return IntStream.range(0, count).mapToObj(each).collect(Collectors.joining(", "));
    }

    private static List<String> issues(String yaml) {
        return switch (ProfileParser.parse("acme-x1.profile.yaml", yaml)) {
            case ParsedProfile.Valid valid -> List.of();
            case ParsedProfile.Faulty(List<Issue> issues) ->
                    issues.stream().map(Issue::rule).toList();
        };
    }
}
