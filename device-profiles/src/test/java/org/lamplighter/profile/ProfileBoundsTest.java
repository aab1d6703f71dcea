// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.reading.DeviceId;
import org.lamplighter.reading.PointName;
import org.lamplighter.unit.Unit;
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

    @Test
    void namesHaveTheirCharactersAndNoMore() {
        assertThat(DeviceId.isValid("d".repeat(128))).isTrue();
        assertThat(DeviceId.isValid("d".repeat(129))).isFalse();
        assertThat(PointName.isValid("p".repeat(64))).isTrue();
        assertThat(PointName.isValid("p".repeat(65))).isFalse();
        assertThat(DeviceProfile.isValidId("p".repeat(64))).isTrue();
        assertThat(DeviceProfile.isValidId("p".repeat(65))).isFalse();
        assertThat(Unit.isValid("{" + "u".repeat(38) + "}")).isTrue();
        assertThat(Unit.isValid("{" + "u".repeat(39) + "}")).isFalse();
        assertThat(issues(JSON.replace("Acme", "A".repeat(128)))).isEmpty();
        assertThat(issues(JSON.replace("Acme", "A".repeat(129))))
                .containsExactly("a vendor has 1 to 128 characters, not 129");
        assertThat(issues(JSON.replace("X1", "X".repeat(128)))).isEmpty();
        assertThat(issues(JSON.replace("X1", "X".repeat(129))))
                .containsExactly("a model has 1 to 128 characters, not 129");
        assertThat(issues(withMember("m".repeat(256)))).isEmpty();
        assertThat(issues(withMember("m".repeat(257))))
                .containsExactly("a member's name has 1 to 256 characters, not 257");
    }

    @Test
    void reportsAreExpectedEverySecondToEvery366Days() {
        assertThat(issues(JSON.replace("24h", "1s"))).isEmpty();
        assertThat(issues(JSON.replace("24h", "999ms")))
                .containsExactly("every is 1s to 366d, not 999ms");
        assertThat(issues(JSON.replace("24h", "366d"))).isEmpty();
        assertThat(issues(JSON.replace("24h", "31622401s")))
                .containsExactly("every is 1s to 366d, not 31622401s");
    }

    @Test
    void aDevicesClockIsBelievedSevenDaysBackAndFiveMinutesAheadAtMost() {
        assertThat(issues(JSON + "clock: { past: 7d, future: 5m }\n")).isEmpty();
        assertThat(issues(JSON + "clock: { past: 604801s }\n"))
                .containsExactly("past is 0s to 7d, not 604801s");
        assertThat(issues(JSON + "clock: { future: 301s }\n"))
                .containsExactly("future is 0s to 5m, not 301s");
    }

    @Test
    void anExampleHas65536BytesOr16384Characters() {
        assertThat(issues(JSON + example("hex", "0".repeat(2 * 65_536)))).isEmpty();
        assertThat(issues(JSON + example("hex", "0".repeat(2 * 65_537))))
                .singleElement()
                .asString()
                .contains("65536", "65537");
        assertThat(issues(JSON + example("text", "x".repeat(16_384)))).isEmpty();
        assertThat(issues(JSON + example("text", "x".repeat(16_385))))
                .containsExactly("text has 1 to 16384 characters, not 16385");
    }

    @Test
    void aLayoutHas65536Bytes() {
        assertThat(issues(withLength(65_536))).isEmpty();
        assertThat(issues(withLength(65_537)))
                .containsExactly("a frame has at most 65536 bytes, not 65537");
    }

    @Test
    void aLayoutKeeps32Names() {
        assertThat(issues(withNames(32))).isEmpty();
        assertThat(issues(withNames(33))).containsExactly("a layout keeps at most 32 names");
    }

    @Test
    void fieldsStandWithinFieldsSixteenDeep() {
        assertThat(issues(withNestedLayouts(16))).isEmpty();
        assertThat(issues(withNestedLayouts(17)))
                .containsExactly("fields stand within fields at most 16 deep, not 17");
    }

    @Test
    void aRepeatHas4096Rounds() {
        assertThat(issues(withRounds(4096))).isEmpty();
        assertThat(issues(withRounds(4097))).containsExactly("most is 1 to 4096, not 4097");
    }

    private static String withNames(int count) {
        return binary(
                "fields: [ "
                        + join(count, i -> "{ type: u8, name: n" + i + " }")
                        + ", { type: u8, point: tilt } ]");
    }

    private static String withNestedLayouts(int depth) {
        return binary(
                "fields: [ { layout: l0 } ], layouts: { "
                        + join(
                                depth,
                                i ->
                                        "l"
                                                + i
                                                + ": { fields: [ "
                                                + (i == depth - 1
                                                        ? "{ type: u8, point: tilt }"
                                                        : "{ layout: l" + (i + 1) + " }")
                                                + " ] }")
                        + " }");
    }

    private static String withRounds(int most) {
        return binary(
                "fields: [ { repeat: { until: end, most: "
                        + most
                        + ", fields: [ { type: u8, point: tilt } ] } } ]");
    }

    private static String binary(String layout) {
        return HEAD + "points: { tilt: { unit: deg } }\nlayout: { binary: { " + layout + " } }\n";
    }

    private static String withMember(String name) {
        return HEAD
                + "points: { tilt: { unit: deg } }\n"
                + "layout: { json: { members: { \""
                + name
                + "\": tilt } } }\n";
    }

    private static String example(String form, String payload) {
        return "examples: [ { title: it, " + form + ": \"" + payload + "\", fault: NOT_JSON } ]\n";
    }

    private static String withLength(int bytes) {
        return HEAD
                + "points: { tilt: { unit: deg } }\n"
                + "layout: { binary: { fields: [ "
                + join(63, i -> "{ skip: 1024 }")
                + ", { skip: "
                + (bytes - 63 * 1024 - 1)
                + " }, { type: u8, point: tilt } ] } }\n";
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
