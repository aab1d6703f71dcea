// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lamplighter.profile.ParsedProfile;
import org.lamplighter.profile.ProfileParser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** Each feature of binary layouts is shown in its guide by a profile whose examples hold. */
class BinaryGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "binary-layouts.md");

    static Stream<Named<String>> profiles() throws IOException {
        return Arrays.stream(Files.readString(GUIDE).split("```yaml\n"))
                .skip(1)
                .map(block -> block.split("```", 2)[0])
                .map(block -> Named.of(block.lines().findFirst().orElse(""), block));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void showsProfilesWhoseExamplesHold(String block) {
        ParsedProfile parsed = ProfileParser.parse("docs/binary-layouts.md", block);

        assertThat(parsed)
                .isInstanceOfSatisfying(
                        ParsedProfile.Valid.class,
                        valid ->
                                assertThat(ProfileTester.test(valid.profile()))
                                        .isNotEmpty()
                                        .allMatch(ProfileTester.Outcome.Passed.class::isInstance));
    }
}
