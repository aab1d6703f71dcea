// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.desk.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

class WebhookSecretTest {
    @Test
    void signsTheSpecificationsExample() {
        WebhookSecret secret =
                WebhookSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").orElseThrow();

        String signature =
                secret.sign(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        1614265330,
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));

        assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void takesKeysWithinTheirBoundsAndNoOthers() {
        assertThat(WebhookSecret.parse(ofLength(WebhookSecret.MIN_BYTES))).isPresent();
        assertThat(WebhookSecret.parse(ofLength(WebhookSecret.MAX_BYTES))).isPresent();
        assertThat(WebhookSecret.parse(ofLength(WebhookSecret.MIN_BYTES - 1))).isEmpty();
        assertThat(WebhookSecret.parse(ofLength(WebhookSecret.MAX_BYTES + 1))).isEmpty();
        assertThat(WebhookSecret.parse("whsec_***")).isEmpty();
        assertThat(WebhookSecret.parse("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")).isEmpty();
    }

    @Test
    void isReadBackFromWhatItRevealsAndNeverPrinted() {
        WebhookSecret secret = WebhookSecret.random();

        assertThat(WebhookSecret.parse(secret.reveal())).contains(secret);
        assertThat(secret).hasToString("WebhookSecret[hidden]");
    }

    private static String ofLength(int bytes) {
        return "whsec_" + Base64.getEncoder().encodeToString(new byte[bytes]);
    }
}
