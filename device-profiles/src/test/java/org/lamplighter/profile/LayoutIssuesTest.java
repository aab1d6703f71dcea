// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lamplighter.yaml.Issue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What can be wrong with a layout of a family has a faulty profile and all messages it gives. With
 * {@code -Dgolden.write=DIRECTORY} the messages are written there instead of compared.
 */
class LayoutIssuesTest {
    @ParameterizedTest
    @ValueSource(strings = {"binary", "json", "wrap", "senml", "cayenne-lpp"})
    void showEveryFaultAtItsPlace(String family) throws IOException {
        String messages =
                issues(resource(family + ".profile.yaml")).stream()
                        .map(Issue::toString)
                        .collect(Collectors.joining("\n\n", "", "\n"));
        String directory = System.getProperty("golden.write");
        if (directory == null) {
            assertThat(messages).isEqualTo(resource(family + ".txt"));
        } else {
            Files.writeString(Path.of(directory, family + ".txt"), messages);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-0001-12-31T23:59:59Z, false",
        "0001-01-01T00:00:00Z, true",
        "2200-01-01T00:00:00Z, true",
        "2200-01-01T00:00:01Z, false",
        "+1000000000-01-01T00:00:00Z, false",
    })
    void aDeviceCountsItsTimeFromAnInstantOfItsCalendar(String since, boolean good) {
        String use = "use: seconds, since: '" + since + "'";
        List<Issue> tree = issues(json("members: { t: { " + use + " }, v: level }"));
        List<Issue> bytes =
                issues(
                        json("members: { v: level }")
                                .replaceAll(
                                        "layout: .*",
                                        "layout: { binary: { fields: [ { type: u32, "
                                                + use
                                                + " }, { type: u8, point: level } ] } }"));

        for (List<Issue> issues : List.of(tree, bytes)) {
            assertThat(issues)
                    .extracting(Issue::rule)
                    .isEqualTo(
                            good
                                    ? List.of()
                                    : List.of(
                                            "since is 0001-01-01T00:00:00Z to 2200-01-01T00:00:00Z,"
                                                    + " not "
                                                    + since));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, false",
        "1970-01-01T00:00:00.001Z, true",
        "2200-01-01T00:00:00Z, true",
        "+1000000000-01-01T00:00:00Z, false",
    })
    void anExampleIsReceivedAtATimeThatFramesAreReceivedAt(String received, boolean good) {
        String example =
                "examples: [ { title: a, received: '"
                        + received
                        + "', text: '{\"v\":1}', points: { level: 1 } } ]\n";

        assertThat(issues(json("members: { v: level }") + example))
                .extracting(Issue::rule)
                .isEqualTo(
                        good
                                ? List.of()
                                : List.of(
                                        "received is 1970-01-01T00:00:00.001Z to"
                                                + " 2200-01-01T00:00:00Z, not "
                                                + received));
    }

    @Test
    void aPathHas32StepsAtMost() {
        assertThat(issues(json("members: { $" + ".a".repeat(32) + ": level }"))).isEmpty();
        assertThat(issues(json("members: { $" + ".a".repeat(33) + ": level }")))
                .extracting(Issue::kind)
                .contains(ProfileIssue.BAD_PATH);
    }

    @Test
    void sectionsStandWithinSections16DeepAtMost() {
        assertThat(issues(json(nested(15)))).isEmpty();
        assertThat(issues(json(nested(16))))
                .extracting(Issue::kind)
                .contains(ProfileIssue.NESTED_TOO_DEEP);
    }

    private static String nested(int depth) {
        return "each: { in: a, ".repeat(depth) + "members: { v: level }" + " }".repeat(depth);
    }

    @Test
    void thereAre64LayoutsAtMost() {
        assertThat(issues(json(layouts(64)))).isEmpty();
        assertThat(issues(json(layouts(65))))
                .extracting(Issue::kind)
                .contains(ProfileIssue.NOTHING_THERE);
    }

    private static String layouts(int count) {
        StringBuilder cases = new StringBuilder("choose: { member: t, cases: { ");
        StringBuilder layouts = new StringBuilder("layouts: { ");
        for (int i = 0; i < count; i++) {
            cases.append(i).append(": l").append(i).append(", ");
            layouts.append("l").append(i).append(": { members: { v: level } }, ");
        }
        return cases + "} }, " + layouts + "}";
    }

    private static String json(String layout) {
        return """
        profile: acme-x1
        kind: water-level
        vendor: Acme
        model: X1
        report: { every: 1h }
        points: { level: { unit: cm } }
        layout: { json: { %s } }
        """
                .formatted(layout);
    }

    private static List<Issue> issues(String yaml) {
        return switch (ProfileParser.parse("acme-x1.profile.yaml", yaml)) {
            case ParsedProfile.Valid valid -> List.of();
            case ParsedProfile.Faulty faulty -> faulty.issues();
        };
    }

    private static String resource(String name) throws IOException {
        try (InputStream in =
                LayoutIssuesTest.class.getResourceAsStream("issues/layouts/" + name)) {
            assertThat(in).as("the fixture " + name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
