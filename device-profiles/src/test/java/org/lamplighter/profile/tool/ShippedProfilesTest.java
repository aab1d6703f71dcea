// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.profile.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lamplighter.profile.ParsedProfile;
import org.lamplighter.profile.ProfileParser;
import org.lamplighter.profile.ShippedProfiles;
import org.lamplighter.profile.ShippedProfiles.Shipped;

import java.util.List;
import java.util.stream.Stream;

class ShippedProfilesTest {
    static Stream<Shipped> shipped() {
        return ShippedProfiles.all().stream();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void areValidAndNamedLikeTheirFile(Shipped shipped) {
        ParsedProfile parsed = ProfileParser.parse(shipped.fileName(), shipped.yaml());

        assertThat(parsed).isInstanceOf(ParsedProfile.Valid.class);
        assertThat(((ParsedProfile.Valid) parsed).profile().id()).isEqualTo(shipped.id());
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void meanWhatTheirExamplesSay(Shipped shipped) {
        List<ProfileTester.Outcome> outcomes = ProfileTester.test(shipped.profile());

        assertThat(outcomes).isNotEmpty();
        assertThat(outcomes)
                .allSatisfy(
                        outcome ->
                                assertThat(outcome)
                                        .isInstanceOf(ProfileTester.Outcome.Passed.class));
    }
}
