// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lamplighter.profile.DeviceKind;
import org.lamplighter.profile.ParsedProfile;
import org.lamplighter.profile.ProfileParser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** The guide to profiles shows such as work. */
class ProfileGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "profiles.md");

    static Stream<Named<String>> profiles() throws IOException {
        return Arrays.stream(Files.readString(GUIDE).split("```yaml\n"))
                .skip(1)
                .map(block -> block.split("```", 2)[0])
                .filter(block -> block.startsWith("profile:"))
                .map(block -> Named.of(block.lines().findFirst().orElse(""), block));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void showsProfilesWhoseExamplesHold(String block) {
        ParsedProfile parsed = ProfileParser.parse("docs/profiles.md", block);

        assertThat(parsed)
                .isInstanceOfSatisfying(
                        ParsedProfile.Valid.class,
                        valid ->
                                assertThat(ProfileTester.test(valid.profile()))
                                        .isNotEmpty()
                                        .allMatch(ProfileTester.Outcome.Passed.class::isInstance));
    }

    @Test
    void namesEveryKind() throws IOException {
        String guide = Files.readString(GUIDE);

        assertThat(Arrays.stream(DeviceKind.values()).map(DeviceKind::word))
                .allMatch(word -> guide.contains("`" + word + "`"));
    }
}
