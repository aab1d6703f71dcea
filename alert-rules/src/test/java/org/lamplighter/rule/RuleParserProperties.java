// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import java.util.Random;

final class RuleParserProperties {
    /** Promise P9: bad input is data. */
    @Property(tries = 300)
    void anyTextGivesRulesOrIssues(@ForAll String text) {
        assertThat(RuleParser.parse("any", text)).isNotNull();
    }

    @Property(tries = 150)
    void aPackWithACharacterChangedGivesRulesOrIssues(@ForAll long seed) {
        Random random = new Random(seed);
        String text = ShippedPacks.require("cover").yaml();
        int at = random.nextInt(text.length());
        char other = " :{}[]\"'#&*!|>%@`,-x0(.\n\t".charAt(random.nextInt(25));

        assertThat(
                        RuleParser.parse(
                                "changed", text.substring(0, at) + other + text.substring(at + 1)))
                .isNotNull();
    }
}
