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
}
