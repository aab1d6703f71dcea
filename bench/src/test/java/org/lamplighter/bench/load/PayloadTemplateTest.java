// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

class PayloadTemplateTest {
    @Test
    void fillsItsPlaceholders() {
        assertThat(payload("{\"id\":\"{device}\",\"seq\":{seq},\"time\":{time}}", 7))
                .isEqualTo("{\"id\":\"d1\",\"seq\":7,\"time\":1000}");
    }

    @Test
    void takesTheValuesOfACycleInTurn() {
        String template = "{cycle:60,2,3}";

        assertThat(payload(template, 0)).isEqualTo("60");
        assertThat(payload(template, 1)).isEqualTo("2");
        assertThat(payload(template, 3)).isEqualTo("60");
    }

    @Test
    void leavesOtherBracesAlone() {
        assertThat(payload("{\"a\":{}} {unknown} {", 1)).isEqualTo("{\"a\":{}} {unknown} {");
    }

    @Test
    void makesMethaneHighInEveryTenthFrame() {
        assertThat(payload(PayloadTemplate.METHANE_HIGH, 10))
                .isEqualTo("{\"seq\":10,\"time\":1000,\"tilt\":1.5,\"ch4\":60,\"battery\":88}");
        assertThat(payload(PayloadTemplate.METHANE_HIGH, 11)).contains("\"ch4\":2,");
    }

    private static String payload(String template, long sequence) {
        byte[] bytes = PayloadTemplate.parse(template).payload("d1", sequence, 1_000, 0);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
