// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lamplighter.yaml.Issue;
import org.lamplighter.yaml.IssueKind;
import org.lamplighter.yaml.YamlIssue;
import org.lamplighter.yaml.YamlReader;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Every kind of issue has a faulty profile and the whole message it gives. With {@code
 * -Dgolden.write=DIRECTORY} the messages are written there instead of compared.
 */
class ProfileIssuesTest {
    static Stream<IssueKind> kinds() {
        return Stream.concat(Stream.of(YamlIssue.values()), Stream.of(ProfileIssue.values()));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void showsEveryFaultAtItsPlace(IssueKind kind) throws IOException {
        ParsedProfile parsed = ProfileParser.parse("acme-x1.profile.yaml", faulty(kind));

        assertThat(parsed).isInstanceOf(ParsedProfile.Faulty.class);
        List<Issue> issues = ((ParsedProfile.Faulty) parsed).issues();
        assertThat(issues).extracting(Issue::kind).contains(kind);
        String messages =
                issues.stream()
                        .skip(Math.max(0, issues.size() - 10))
                        .map(Issue::toString)
                        .collect(Collectors.joining("\n\n", "", "\n"));
        String directory = System.getProperty("golden.write");
        if (directory == null) {
            assertThat(messages).isEqualTo(resource(kind.name() + ".txt"));
        } else {
            Files.writeString(Path.of(directory, kind.name() + ".txt"), messages);
        }
    }

    private static String faulty(IssueKind kind) throws IOException {
        if (kind == YamlIssue.TOO_LARGE) {
            return "#".repeat(YamlReader.MAX_LENGTH + 1);
        }
        if (kind == YamlIssue.TOO_MANY) {
            return IntStream.range(0, 200)
                    .mapToObj(i -> "key" + i + ": 1\n")
                    .collect(Collectors.joining());
        }
        return resource(kind.name() + ".profile.yaml");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ProfileIssuesTest.class.getResourceAsStream("issues/" + name)) {
            assertThat(in).as("the fixture " + name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
