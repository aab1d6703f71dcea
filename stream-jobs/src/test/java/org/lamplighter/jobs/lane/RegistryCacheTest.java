// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.log.Change;

final class RegistryCacheTest {
    private final RegistryCache cache = new RegistryCache();

    @Test
    void remembers4096StepsAndCompilesTheOldestAgainPastThem() {
        RegistryInForce first = step(1);
        for (int version = 2; version <= 4096; version++) {
            step(version);
        }
        assertThat(step(1)).isSameAs(first);

        step(4097);

        assertThat(step(1)).isNotSameAs(first);
    }

    @Test
    void holdsItsNumberOfNamesAndCompilesTheOldestAgainPastThem() {
        assertThat(cache.mostNames()).isEqualTo(1_000_000);
        RegistryCache three = new RegistryCache(3, 1);
        RegistryInForce one = three.after(RegistryInForce.EMPTY, deletion("p", 1));
        RegistryInForce two = three.after(one, deletion("q", 2));
        assertThat(two.size()).isEqualTo(2);
        assertThat(three.after(RegistryInForce.EMPTY, deletion("p", 1))).isSameAs(one);

        three.after(RegistryInForce.EMPTY, deletion("r", 3));

        assertThat(three.after(one, deletion("q", 2))).isSameAs(two);
        assertThat(three.after(RegistryInForce.EMPTY, deletion("p", 1))).isNotSameAs(one);
    }

    @Test
    void readsAChangeOnceForAllLanesAndAgainPastItsBytes() {
        assertThat(cache.mostBytes()).isEqualTo(16 * 1024 * 1024);
        byte[] first = deletion("p", 1).toJson();
        byte[] second = deletion("q", 2).toJson();
        RegistryCache both = new RegistryCache(3, first.length + second.length);
        Change read = both.parse("p", first);

        assertThat(read).isEqualTo(deletion("p", 1));
        assertThat(both.parse("q", second)).isEqualTo(deletion("q", 2));
        assertThat(both.parse("p", first.clone())).isSameAs(read);
        assertThat(both.parse("p", deletion("p", 3).toJson())).isEqualTo(deletion("p", 3));
        assertThat(both.parse("p", first)).isEqualTo(read).isNotSameAs(read);

        Change last = both.parse("p", first);
        both.parse("r", deletion("r", 4).toJson());
        assertThat(both.parse("p", first)).isEqualTo(last).isNotSameAs(last);
    }

    private RegistryInForce step(int version) {
        return cache.after(RegistryInForce.EMPTY, deletion("p", version));
    }

    private static Change deletion(String profile, int version) {
        return new Change(Change.Kind.PROFILE, profile, version, new Change.Effect.Delete());
    }
}
