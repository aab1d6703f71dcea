// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.cloudevent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.time.Instant;

class CloudEventTest {
    @Test
    void isReadBackAsItWas() {
        CloudEvent event =
                new CloudEvent(
                        "1",
                        "/jobs",
                        "a.b",
                        "C-17",
                        Instant.parse("2026-03-01T08:00:00.001Z"),
                        Json.object().put("text", "井盖 \u0000 \"x\""));

        assertThat(CloudEvent.parse(event.toJson())).isEqualTo(event);
    }

    @Test
    void saysWhichMemberIsWrong() {
        assertThatThrownBy(() -> parse("{\"specversion\":\"0.3\"}"))
                .hasMessage("CloudEvent.specversion must be \"1.0\", not \"0.3\"");
        assertThatThrownBy(() -> parse("{\"specversion\":1}"))
                .hasMessage("CloudEvent.specversion must be a text, not the number 1");
        assertThatThrownBy(() -> parse("{")).hasMessageStartingWith("CloudEvent must be JSON: ");
    }

    @Test
    void readsNestingNumbersAndTextsUpToTheirBoundsAndNotBeyond() {
        assertThat(Json.parse(nested(Json.MAX_DEPTH), "it").isArray()).isTrue();
        assertThatThrownBy(() -> Json.parse(nested(Json.MAX_DEPTH + 1), "it"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("32");
        assertThat(Json.parse(digits(Json.MAX_NUMBER), "it").isNumber()).isTrue();
        assertThatThrownBy(() -> Json.parse(digits(Json.MAX_NUMBER + 1), "it"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("100");
        assertThat(Json.parse(text(Json.MAX_STRING), "it").isTextual()).isTrue();
        assertThatThrownBy(() -> Json.parse(text(Json.MAX_STRING + 1), "it"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1048576");
    }

    private static CloudEvent parse(String json) {
        return CloudEvent.parse(json.getBytes(UTF_8));
    }

    private static byte[] nested(int depth) {
        return ("[".repeat(depth) + "]".repeat(depth)).getBytes(UTF_8);
    }

    private static byte[] digits(int count) {
        return "1".repeat(count).getBytes(UTF_8);
    }

    private static byte[] text(int length) {
        return ("\"" + "x".repeat(length) + "\"").getBytes(UTF_8);
    }
}
