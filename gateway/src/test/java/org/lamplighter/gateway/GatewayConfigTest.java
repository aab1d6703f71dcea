// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GatewayConfigTest {
    private static final GatewayConfig DEFAULTS = GatewayConfig.defaults();

    @Test
    void takesANameOf32CharactersAndNoLonger() {
        String longest = "g".repeat(32);
        assertThat(DEFAULTS.withName(longest).name()).isEqualTo(longest);

        assertThatThrownBy(() -> DEFAULTS.withName(longest + "g"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "gateway name \"ggggggggggggggggggggggggggggggggg\" is not 1 to 32 letters,"
                                + " digits, _ or . ; choose another name");
    }
}
