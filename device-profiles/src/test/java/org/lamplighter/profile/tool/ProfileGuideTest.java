// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.profile.DeviceKind;
import org.lamplighter.profile.ParsedProfile;
import org.lamplighter.profile.ProfileParser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The guide to profiles shows one that works. */
class ProfileGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "profiles.md");

    @Test
    void showsAProfileWhoseExampleHolds() throws IOException {
        String block = Files.readString(GUIDE).split("```yaml\n", 2)[1].split("```", 2)[0];
        ParsedProfile parsed = ProfileParser.parse("docs/profiles.md", block);

        assertThat(parsed)
                .isInstanceOfSatisfying(
                        ParsedProfile.Valid.class,
                        valid ->
                                assertThat(ProfileTester.test(valid.profile()))
                                        .hasSize(1)
                                        .allMatch(ProfileTester.Outcome.Passed.class::isInstance));
    }

    @Test
    void namesEveryKind() throws IOException {
        String guide = Files.readString(GUIDE);

        assertThat(Arrays.stream(DeviceKind.values()).map(DeviceKind::word))
                .allMatch(word -> guide.contains("`" + word + "`"));
    }
}
