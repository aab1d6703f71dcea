// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.framing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lamplighter.yaml.Issue;
import org.lamplighter.yaml.Issues;
import org.lamplighter.yaml.YamlReader;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * Every kind of issue has a faulty framing and the whole message it gives. With {@code
 * -Dgolden.write=DIRECTORY} the messages are written there instead of compared.
 */
class FramingIssuesTest {
    @ParameterizedTest
    @EnumSource(FramingIssue.class)
    void showsEveryFaultAtItsPlace(FramingIssue kind) throws IOException {
        String yaml = resource(kind.name() + ".framing.yaml");
        Issues issues = new Issues("framing.yaml", yaml);

        assertThat(YamlReader.read(yaml, issues).flatMap(FramingReader::read)).isEmpty();

        assertThat(issues.found()).extracting(Issue::kind).contains(kind);
        String messages =
                issues.found().stream()
                        .map(Issue::toString)
                        .collect(Collectors.joining("\n\n", "", "\n"));
        String directory = System.getProperty("golden.write");
        if (directory == null) {
            assertThat(messages).isEqualTo(resource(kind.name() + ".txt"));
        } else {
            Files.writeString(Path.of(directory, kind.name() + ".txt"), messages);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = FramingIssuesTest.class.getResourceAsStream("issues/" + name)) {
            assertThat(in).as("the fixture " + name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
