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
import java.util.List;
import java.util.stream.Stream;

/** The guides to profiles and to their binary layouts show such as work. */
class ProfileGuideTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final String PROFILES = "profiles.md";
    private static final String BINARY_LAYOUTS = "binary-layouts.md";

    static Stream<Named<String>> profiles() throws IOException {
        return Stream.concat(
                        blocks(PROFILES).stream().filter(ProfileGuideTest::isProfile),
                        blocks(BINARY_LAYOUTS).stream())
                .map(block -> Named.of(block.lines().findFirst().orElse(""), block));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void showsProfilesWhoseExamplesHold(String block) {
        ParsedProfile parsed = ProfileParser.parse("guide", block);

        assertThat(parsed)
                .isInstanceOfSatisfying(
                        ParsedProfile.Valid.class,
                        valid ->
                                assertThat(ProfileTester.test(valid.profile()))
                                        .isNotEmpty()
                                        .allMatch(ProfileTester.Outcome.Passed.class::isInstance));
    }

    @Test
    void showsEachFeatureOfBinaryLayoutsInAWholeProfile() throws IOException {
        assertThat(blocks(BINARY_LAYOUTS)).isNotEmpty().allMatch(ProfileGuideTest::isProfile);
    }

    @Test
    void namesEveryKind() throws IOException {
        String guide = Files.readString(DOCS.resolve(PROFILES));

        assertThat(Arrays.stream(DeviceKind.values()).map(DeviceKind::word))
                .allMatch(word -> guide.contains("`" + word + "`"));
    }

    private static List<String> blocks(String guide) throws IOException {
        return Arrays.stream(Files.readString(DOCS.resolve(guide)).split("```yaml\n"))
                .skip(1)
                .map(block -> block.split("```", 2)[0])
                .toList();
    }

    private static boolean isProfile(String block) {
        return block.startsWith("profile:");
    }
}
