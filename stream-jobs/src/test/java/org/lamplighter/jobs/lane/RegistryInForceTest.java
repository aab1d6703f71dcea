// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.log.Change;
import org.lamplighter.profile.ShippedProfiles;
import org.lamplighter.rule.RuleBook;

/** The bounds of what is in force, each at its limit and one past it, live and restored. */
final class RegistryInForceTest {
    private static final String PACK =
            """
            - id: tilted
              title: { en: Tilted, zh: 倾斜 }
              applies-to: { kind: manhole-cover }
              severity: major
              raise: tilt > 10
              case: { kind: cover-unsafe, deadline: 2h }
            """;

    private final MemoryCells cells = new MemoryCells();
    private final LaneHeader live = new LaneHeader(cells, new RegistryCache());
    private long version;

    @Test
    void aPackPastTheSixtyFourthIsNotInForceAndARestoreAgrees() {
        for (int i = 0; i < RuleBook.MAX_PACKS; i++) {
            assertThat(live.apply(pack("p" + i)).faults()).isEmpty();
        }
        assertThat(live.registry().rules().packs()).hasSize(64).containsKey("p63");

        assertThat(live.apply(pack("one-more")).faults())
                .containsExactly(
                        "the rule pack one-more is not in force: there are at most 64; delete"
                                + " another and change it again");
        live.apply(deletion(Change.Kind.RULES, "p0"));

        assertThat(live.registry().rules().packs()).hasSize(63).doesNotContainKey("one-more");
        assertThat(restored().rules().packs().keySet())
                .isEqualTo(live.registry().rules().packs().keySet());
    }

    @Test
    void aProfilePastTheLastIsNotInForceAndSaysSo() {
        RegistryInForce none = RegistryInForce.emptyUpTo(2, 9);
        RegistryInForce full =
                none.after(profile("generic-manhole-cover")).after(profile("generic-streetlight"));
        assertThat(full.faults()).isEmpty();

        RegistryInForce more = full.after(profile("dingtek-dc410"));

        assertThat(more.profiles().entries())
                .containsOnlyKeys("generic-manhole-cover", "generic-streetlight");
        assertThat(more.faults())
                .containsExactly(
                        "the profile dingtek-dc410 is not in force: there are at most 2; delete"
                                + " another and change it again");
        assertThat(RegistryInForce.EMPTY.profiles().most()).isEqualTo(10_000);
    }

    @Test
    void deletionsAreRememberedUpToTheirNumberAndTheOldestIsForgottenPastIt() {
        RegistryInForce none = RegistryInForce.emptyUpTo(9, 2);
        Change old = profile("generic-manhole-cover");
        RegistryInForce two =
                none.after(old)
                        .after(deletion(Change.Kind.PROFILE, old.key()))
                        .after(deletion(Change.Kind.RULES, "p"));
        assertThat(two.forgotten()).isEmpty();
        assertThat(two.after(old)).isSameAs(two);

        RegistryInForce three = two.after(deletion(Change.Kind.PROFILE, "other"));

        assertThat(three.forgotten()).containsExactly("profile/generic-manhole-cover");
        assertThat(three.after(old).profiles().entries()).containsOnlyKeys(old.key());
        assertThat(three.after(deletion(Change.Kind.RULES, "p")).forgotten()).isEmpty();
        assertThat(RegistryInForce.MAX_DELETIONS).isEqualTo(10_000);
    }

    @Test
    void aForgottenDeletionHasNoCell() {
        for (int i = 0; i < RegistryInForce.MAX_DELETIONS; i++) {
            live.apply(deletion(Change.Kind.PROFILE, "p" + i));
        }
        assertThat(cells.size()).isEqualTo(10_000);
        assertThat(cells.find("profile/p0")).isPresent();

        live.apply(deletion(Change.Kind.PROFILE, "one-more"));

        assertThat(cells.size()).isEqualTo(10_000);
        assertThat(cells.find("profile/p0")).isEmpty();
        assertThat(cells.find("profile/one-more")).isPresent();
    }

    private RegistryInForce restored() {
        return new LaneHeader(cells, new RegistryCache()).registry();
    }

    private Change pack(String name) {
        return TestLog.rules(name, PACK.replace("tilted", "tilted-" + name), ++version);
    }

    private Change profile(String id) {
        return TestLog.profile(id, ShippedProfiles.require(id).yaml(), ++version);
    }

    private Change deletion(Change.Kind kind, String key) {
        return new Change(kind, key, ++version, new Change.Effect.Delete());
    }
}
