// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.desk.rest.Fault;
import org.lamplighter.profile.ShippedProfiles;
import org.lamplighter.rule.ShippedPacks;

/** The texts of profiles and packs at their longest, and one character longer. */
class TextBoundsTest {
    @Test
    void aPackHas256KiCharactersAtMost() {
        String yaml = ShippedPacks.all().getFirst().yaml();
        String longest = padded(yaml, RulePacks.MAX_LENGTH);
        assertThat(RulePacks.check("mine", longest)).isEmpty();
        assertThat(RulePacks.check("mine", "#" + longest))
                .extracting(Fault::toString)
                .containsExactly(
                        "body: a pack has at most 262144 characters, but this one has 262145; split"
                                + " it into two");
    }

    @Test
    void aProfileHas256KiCharactersAtMost() {
        ShippedProfiles.Shipped shipped = ShippedProfiles.all().getFirst();
        String longest = padded(shipped.yaml(), Profiles.MAX_LENGTH);
        assertThat(Profiles.check(shipped.id(), longest)).isEmpty();
        assertThat(Profiles.check(shipped.id(), "#" + longest))
                .extracting(Fault::toString)
                .containsExactly(
                        "body: a profile has at most 262144 characters, but this one has 262145;"
                                + " split it, or take its examples out");
    }

    @Test
    void ofAnExampleFiveDifferencesAreTold() {
        String yaml =
                """
                profile: lamps
                kind: light-cabinet
                vendor: test
                model: test
                report: { every: 24h }
                points: { a: { unit: A }, b: { unit: A }, c: { unit: A }, d: { unit: A }, e: { unit: A }, f: { unit: A } }
                layout: { json: { } }
                examples:
                  - title: all on
                    text: '{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1}'
                    points: { a: 2, b: 2, c: 2, d: 2, e: 2, f: %d }
                """;
        String five =
                "body:9: an example must give what it says, but \"all on\" does not: a: expected"
                        + " 2.0, got 1.0; b: expected 2.0, got 1.0; c: expected 2.0, got 1.0; d:"
                        + " expected 2.0, got 1.0; e: expected 2.0, got 1.0";
        String hint =
                "; mend the layout or the example; lamplighter profile test shows the same before"
                        + " it is sent";
        assertThat(Profiles.check("lamps", yaml.formatted(1)))
                .extracting(Fault::toString)
                .containsExactly(five + hint);
        assertThat(Profiles.check("lamps", yaml.formatted(2)))
                .extracting(Fault::toString)
                .containsExactly(five + "; and 1 more" + hint);
    }

    // with comments before it, in lines as people write them: a rule has a bound of its own
    private static String padded(String yaml, int length) {
        StringBuilder text = new StringBuilder();
        int missing = length - yaml.length();
        while (text.length() < missing) {
            text.append("#".repeat(Math.min(99, missing - text.length() - 1))).append('\n');
        }
        return text.append(yaml).toString();
    }
}
