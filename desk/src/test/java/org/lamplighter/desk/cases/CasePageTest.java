// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.cases;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CasePageTest {
    @Test
    void whatADeviceIsCalledCannotBecomeMarkup() {
        assertThat(CasePage.escape("<img src=x onerror='alert(1)'>\"&\u0000\u0007井盖"))
                .isEqualTo("&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&quot;&amp;\uFFFD\uFFFD井盖");
    }
}
