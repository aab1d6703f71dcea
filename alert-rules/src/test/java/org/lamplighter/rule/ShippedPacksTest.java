// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

final class ShippedPacksTest {
    @Test
    void everyShippedPackIsSound() {
        for (ShippedPacks.Shipped shipped : ShippedPacks.all()) {
            assertThat(RuleParser.parse(shipped.name() + ".rules.yaml", shipped.yaml()))
                    .as(shipped.name())
                    .isInstanceOf(ParsedPack.Valid.class);
        }
    }

    @Test
    void oneIsCompiledOnceForAllBooksAndAChangedTextOfItsNameForItself() {
        ShippedPacks.Shipped cover = ShippedPacks.require("cover");
        String renamed = cover.yaml().replace("methane-high", "methane-is-high");

        assertThat(ShippedPacks.parse("cover", cover.yaml()))
                .isSameAs(ShippedPacks.parse("cover", cover.yaml()));
        assertThat(rules(ShippedPacks.parse("cover", renamed)))
                .contains("methane-is-high")
                .doesNotContain("methane-high");
        assertThat(ShippedPacks.parse("of-their-own", cover.yaml()))
                .isNotSameAs(ShippedPacks.parse("cover", cover.yaml()));
    }

    private static List<String> rules(ParsedPack pack) {
        return ((ParsedPack.Valid) pack).rules().stream().map(rule -> rule.id().value()).toList();
    }

    @Test
    void theRulesAreThoseOfTheTable() {
        RuleBook book = ShippedPacks.book();

        assertThat(book.conflicts()).isEmpty();
        assertThat(names(book.rulesFor("manhole-cover")))
                .containsExactly(
                        "battery-low",
                        "cover-displaced",
                        "cover-opened",
                        "cover-silent",
                        "methane-high",
                        "sewer-overflow");
        assertThat(names(book.rulesFor("streetlight")))
                .containsExactly("lamp-on-by-day", "lamp-out", "lamp-silent");
        assertThat(names(book.rulesFor("light-cabinet")))
                .containsExactly("cabinet-dark", "cabinet-silent");
        assertThat(names(book.rulesFor("parking-bay")))
                .containsExactly("battery-low", "bay-silent");
    }

    private static List<String> names(List<RuleInForce> rules) {
        return rules.stream().map(rule -> rule.rule().id().value()).toList();
    }
}
