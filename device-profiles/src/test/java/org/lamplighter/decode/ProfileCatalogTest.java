// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.decode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamplighter.profile.DeviceProfile;
import org.lamplighter.profile.ShippedProfiles;

class ProfileCatalogTest {
    private static final DeviceProfile COVER =
            ShippedProfiles.require("generic-manhole-cover").profile();

    @Test
    void holdsTheNewestVersionOnly() {
        ProfileCatalog catalog = ProfileCatalog.empty().with(5, COVER);

        assertThat(catalog.find("generic-manhole-cover"))
                .hasValueSatisfying(
                        entry -> {
                            assertThat(entry.version()).isEqualTo(5);
                            assertThat(entry.profile()).isEqualTo(COVER);
                        });
        assertThat(catalog.with(5, COVER)).isSameAs(catalog);
        assertThat(catalog.with(4, COVER)).isSameAs(catalog);
        assertThat(catalog.with(6, COVER).find(COVER.id()).map(ProfileCatalog.Entry::version))
                .contains(6L);
    }

    @Test
    void forgetsWhatIsDeletedByANewerVersion() {
        ProfileCatalog catalog = ProfileCatalog.empty().with(5, COVER);

        assertThat(catalog.without(4, COVER.id())).isSameAs(catalog);
        assertThat(catalog.without(6, COVER.id()).find(COVER.id())).isEmpty();
        assertThat(catalog.without(6, "other")).isSameAs(catalog);
    }

    @Test
    void takesItsNumberOfProfilesAndLeavesOutOneMore() {
        DeviceProfile lamp = ShippedProfiles.require("generic-streetlight").profile();
        DeviceProfile level = ShippedProfiles.require("dingtek-dc410").profile();
        ProfileCatalog full = ProfileCatalog.upTo(2).with(1, COVER).with(2, lamp);
        assertThat(full.entries()).containsOnlyKeys(COVER.id(), lamp.id());

        assertThat(full.with(3, level)).isSameAs(full);
        assertThat(full.with(3, COVER).find(COVER.id()).map(ProfileCatalog.Entry::version))
                .contains(3L);
        assertThat(full.without(3, lamp.id()).with(4, level).entries())
                .containsOnlyKeys(COVER.id(), level.id());
        assertThat(ProfileCatalog.empty().most()).isEqualTo(10_000);
    }
}
